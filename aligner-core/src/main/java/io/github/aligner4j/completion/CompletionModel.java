package io.github.aligner4j.completion;

/**
 * Continues a prompt.
 *
 * <p>Implementations must be safe for use by several threads at once; a call blocks its caller until the completion is
 * finished, cancelled or failed. Interrupting the calling thread cancels the call.
 */
@FunctionalInterface
public interface CompletionModel {

    /**
     * Returns the text that continues {@code request.prompt()}.
     *
     * @throws PromptTooLongException if prompt and reserved completion do not fit the model's context
     * @throws ModelOverloadedException if the model's queue is full
     * @throws DeadlineExceededException if {@code request.deadline()} passed first
     * @throws CompletionCancelledException if {@code request.cancellation()} was cancelled or the caller interrupted; in
     *     the second case the interrupt flag is set again
     * @throws CompletionModelException on any other failure
     */
    Completion complete(CompletionRequest request);
}
