package io.github.aligner4j.answer;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionCall;
import java.util.function.Consumer;

/** Passes corrected text on while it is written, and sees to it that it is the text that is returned in the end. */
final class HeardText implements Consumer<String> {

    private final CorrectionCall call;
    private final StringBuilder text = new StringBuilder();
    private volatile boolean over;

    HeardText(CorrectionCall call) {
        this.call = call;
    }

    @Override
    public void accept(String piece) {
        if (!over) {
            text.append(piece);
            call.emit(piece);
        }
    }

    /** Hears nothing more of an Aligner that goes on although its correction has ended. */
    void close() {
        over = true;
    }

    /** Passes on what an Aligner that takes no notice of listeners kept to itself. */
    void rest(String answer) {
        if (!answer.startsWith(text.toString())) {
            throw new AlignerException(
                    "the Aligner let " + text.length() + " characters be heard that do not begin the answer of "
                            + answer.length() + " characters it returned; its correct(request, call) is broken");
        }
        call.emit(answer.substring(text.length()));
    }
}
