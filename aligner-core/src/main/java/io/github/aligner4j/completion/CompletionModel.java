package io.github.aligner4j.completion;

import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;

/**
 * Continues a prompt.
 *
 * <p>Implementations must be safe for use by several threads at once; a call blocks its caller until the completion is
 * finished, cancelled or failed. Interrupting the calling thread cancels the call. It is the implementation that keeps deadline
 * and cancellation: no thread is ever stopped from outside, so one that heeds neither, nor an interruption, holds its caller for
 * as long as it likes. An exception of the request's listener must reach the caller.
 */
@FunctionalInterface
public interface CompletionModel {

    /**
     * Returns the text that continues {@code request.prompt()}.
     *
     * @throws PromptTooLongException if prompt and reserved completion do not fit the model's context
     * @throws ModelOverloadedException if the model's queue is full
     * @throws DeadlineExceededException if {@code request.deadline()} passed first
     * @throws CorrectionCancelledException if {@code request.cancellation()} was cancelled or the caller interrupted; in
     *     the second case the interrupt flag is set again
     * @throws CompletionModelException on any other failure, such as an adapter or a strength that this model does not have
     */
    Completion complete(CompletionRequest request);

    /**
     * Hints that a request whose prompt begins as this one's does will come soon, with the same adapter and strength, so
     * that the model can read that beginning when it has nothing better to do.
     *
     * <p>Never waits for the model, and never fails because it is busy, short of memory, or can't do it: a hint that can't
     * be taken is forgotten. Later completions are the same with the hint and without. A newer hint whose prompt continues
     * an older one's stands for both. The {@link CompletionRequest#cancellation()} takes the hint back; prediction, deadline
     * and listener are not looked at.
     *
     * <p>This default does nothing.
     */
    default void prefill(CompletionRequest request) {}
}
