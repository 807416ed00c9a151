package io.github.aligner4j.llm;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.template.CorrectionReader;
import io.github.aligner4j.text.BrokenCharacters;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the model has written so far, on its way through the reader to whoever hears it. A broken character is not heard, nor is
 * what follows it: the correction is rejected there. For one thread.
 */
final class CorrectionOutput {

    private final CorrectionReader reader;
    private final CorrectionContext call;
    private final @Nullable BrokenCharacters broken;
    private final StringBuilder corrected = new StringBuilder();
    private int heard;

    /**
     * Creates it.
     *
     * @param broken looks for broken characters, or null if they are let through
     */
    CorrectionOutput(CorrectionReader reader, CorrectionContext call, @Nullable BrokenCharacters broken) {
        this.reader = reader;
        this.call = call;
        this.broken = broken;
    }

    /**
     * Takes the next piece of what the model writes.
     *
     * @throws CorrectionRejectedException if it has a broken character, or one was there before
     */
    void hear(String piece) {
        throwIfRejected();
        heard += piece.length();
        pass(reader.read(piece));
        throwIfRejected();
    }

    /** Throws what is wrong with the output so far, if anything is. */
    void throwIfRejected() {
        Optional<String> objection = broken == null ? Optional.empty() : WellFormedText.objection(broken);
        if (objection.isPresent()) {
            throw new CorrectionRejectedException(objection.get());
        }
    }

    /** Returns the whole correction; {@code runaway} is the most tokens that an answer's correction can need. */
    String finish(Completion completion, long runaway) {
        if (heard == 0) {
            hear(completion.text());
        }
        throwIfRejected();
        if (completion.finishReason() == FinishReason.LENGTH) {
            throw cutOff(completion.usage().completionTokens(), runaway);
        }
        pass(reader.finish());
        if (broken != null) {
            call.emit(broken.finish());
        }
        throwIfRejected();
        return corrected.toString();
    }

    private void pass(String text) {
        corrected.append(text);
        call.emit(broken == null ? text : broken.next(text));
    }

    private static CorrectionRejectedException cutOff(int tokens, long runaway) {
        return new CorrectionRejectedException(
                tokens == runaway
                        ? "the model did not find an end within " + tokens + " tokens, far more than the answer needs; "
                                + "check that the checkpoint was trained with this template and for such answers"
                        : "it was cut off after " + tokens
                                + " tokens; raise max-new-tokens, or correct shorter answers");
    }
}
