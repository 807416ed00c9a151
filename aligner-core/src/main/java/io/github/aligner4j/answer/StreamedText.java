package io.github.aligner4j.answer;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.Failures;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes corrected text on while it is written, and sees to it that it is the text that is returned in the end, and that what
 * its hearer throws reaches the caller as it is.
 */
final class StreamedText implements Consumer<String> {

    private final CorrectionContext call;
    private final StringBuilder text = new StringBuilder();
    private volatile boolean over;
    private volatile @Nullable Throwable failure;

    StreamedText(CorrectionContext call) {
        this.call = call;
    }

    @Override
    public void accept(String piece) {
        if (over) {
            return;
        }
        throwFailure();
        text.append(piece);
        try {
            call.emit(piece);
        } catch (Throwable e) {
            failure = e;
            throw e;
        }
    }

    /**
     * Hears nothing more of an Aligner that goes on although its correction has ended. Throws what the hearer threw, whatever
     * the Aligner made of it.
     */
    void close() {
        over = true;
        throwFailure();
    }

    private void throwFailure() {
        Throwable thrown = failure;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw Failures.toException(thrown);
        }
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
