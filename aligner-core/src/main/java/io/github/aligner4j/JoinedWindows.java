package io.github.aligner4j;

/**
 * Puts corrected windows together again. White space is held back until words follow it, so that a window that was left out
 * takes the white space after it along. For one thread.
 */
final class JoinedWindows {

    private final CorrectionCall call;
    private final StringBuilder corrected = new StringBuilder();
    private String space = "";
    private boolean leftOut;

    JoinedWindows(CorrectionCall call) {
        this.call = call;
    }

    /** Returns the call with which the next window is corrected: what it hears follows what is here. */
    CorrectionCall next() {
        return call.heard() ? call.heardBy(this::pass) : call;
    }

    /** Takes the complete correction of a window, of which nothing or all was heard. */
    void corrected(String words) {
        leftOut = words.isEmpty();
        if (!leftOut && !call.heard()) {
            pass(words);
        }
    }

    /** Takes white space that follows the windows so far. */
    void space(String text) {
        if (!leftOut) {
            space += text;
        }
    }

    /** Returns the whole, with white space at its end. */
    String finish() {
        if (!leftOut) {
            pass("");
        }
        return corrected.toString();
    }

    private void pass(String words) {
        corrected.append(space).append(words);
        call.emit(space);
        call.emit(words);
        space = "";
    }
}
