// SPDX-License-Identifier: Apache-2.0
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
 * Streams a model's output through the template's reader to the listener. All holding back happens here: the reader holds back
 * markers that the next chunk may complete, and the check for broken characters holds back half a surrogate pair. A broken
 * character ends the stream before it and rejects the correction. For one thread.
 */
final class CorrectionOutput {

    private final CorrectionReader reader;
    private final CorrectionContext context;
    private final @Nullable BrokenCharacters broken;
    private final StringBuilder corrected = new StringBuilder();
    private int read;

    /**
     * Creates it.
     *
     * @param broken finds broken characters, or null if they are allowed
     */
    CorrectionOutput(CorrectionReader reader, CorrectionContext context, @Nullable BrokenCharacters broken) {
        this.reader = reader;
        this.context = context;
        this.broken = broken;
    }

    /**
     * Appends the next chunk of the output.
     *
     * @throws CorrectionRejectedException if the output so far has a broken character
     */
    void append(String chunk) {
        throwIfRejected();
        read += chunk.length();
        pass(reader.read(chunk));
        throwIfRejected();
    }

    /** Throws the objection to the output so far, if there is one. */
    void throwIfRejected() {
        Optional<String> objection = broken == null ? Optional.empty() : WellFormedText.objection(broken);
        if (objection.isPresent()) {
            throw new CorrectionRejectedException(objection.get());
        }
    }

    /** Returns the whole correction; {@code runaway} is the maximum number of tokens of a plausible one. */
    String finish(Completion completion, long runaway) {
        if (read == 0) {
            append(completion.text());
        }
        throwIfRejected();
        if (completion.finishReason() == FinishReason.LENGTH) {
            throw tooLong(completion, runaway);
        }
        pass(reader.finish());
        if (broken != null) {
            context.emit(broken.finish());
        }
        throwIfRejected();
        return corrected.toString();
    }

    /** Returns true if a limit of the caller cut the output off, not the maximum of a plausible correction. */
    static boolean isCutOff(Completion completion, long runaway) {
        return completion.finishReason() == FinishReason.LENGTH
                && completion.usage().completionTokens() != runaway;
    }

    private void pass(String text) {
        corrected.append(text);
        context.emit(broken == null ? text : broken.next(text));
    }

    private static CorrectionRejectedException tooLong(Completion completion, long runaway) {
        int tokens = completion.usage().completionTokens();
        return new CorrectionRejectedException(
                isCutOff(completion, runaway)
                        ? "it was cut off after " + tokens + " tokens; raise max-new-tokens, or correct shorter answers"
                        : "the model did not end within " + tokens + " tokens, far more than the answer needs; "
                                + "check that the checkpoint was trained with this template and for such answers");
    }
}
