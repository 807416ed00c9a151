// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.TokenLogprobs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A correction that a model writes.
 *
 * @param correction the question and the answer
 * @param request the request to the model, whose listener passes text to {@code output}
 * @param output the text so far
 * @param contextUse the context that the prompt has
 * @param guards checks of the whole correction
 * @param runaway maximum number of tokens of a plausible correction
 * @param started time at which it was begun
 */
record Writing(
        CorrectionRequest correction,
        CompletionRequest request,
        CorrectionOutput output,
        ContextUse contextUse,
        List<CorrectionGuard> guards,
        long runaway,
        long started) {

    /** Throws the objection to the streamed text, if there is one, which the model may have wrapped or replaced. */
    void throwIfRejected() {
        output.throwIfRejected();
    }

    /** Throws if its deadline has passed. */
    void throwIfLate(InstantSource clock) {
        request.deadline()
                .ifPresent(deadline ->
                        CorrectionContext.DEFAULT.withDeadline(deadline).throwIfLate(clock));
    }

    /**
     * Returns the correction that the model has written.
     *
     * @param completion the completion of {@link #request}, which models written without null checks may leave out
     * @throws CorrectionRejectedException if it is no correction, or a guard objects to it
     */
    CompletionAligner.Scored finish(@Nullable Completion completion) {
        Completion known = known(completion);
        return checked(known, output.finish(known, runaway));
    }

    /**
     * Returns the correction that the model has written, or the answer as it is if that is no correction: nothing at all, a text without
     * end, a broken one, or one with the prompt's frame.
     *
     * @throws CorrectionRejectedException if a limit of the caller cut it off, or a guard objects to it
     */
    CompletionAligner.Scored finishOrKeep(@Nullable Completion completion) {
        Completion known = known(completion);
        String corrected;
        try {
            corrected = output.finish(known, runaway);
        } catch (CorrectionRejectedException e) {
            if (CorrectionOutput.isCutOff(known, runaway)) {
                throw e;
            }
            corrected = correction.answer();
        }
        return checked(known, corrected);
    }

    private static Completion known(@Nullable Completion completion) {
        if (completion == null) {
            throw new CompletionModelException(
                    "the completion model returned null; it must return a completion or throw");
        }
        return completion;
    }

    private CompletionAligner.Scored checked(Completion completion, String corrected) {
        CorrectionGuards.check(guards, correction, corrected);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        Correction written = Correction.of(correction.answer(), corrected, completion.usage(), elapsed)
                .withContextUse(contextUse);
        double logprob = completion.logprobs().stream()
                .mapToDouble(TokenLogprobs::logprob)
                .sum();
        return new CompletionAligner.Scored(written, logprob);
    }
}
