// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chat;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.Completion;

/**
 * Replies to a list of messages: the port between prompted Aligners and chat models, wherever these run.
 *
 * <p>Implementations must be safe for use by several threads at once. A call blocks until the reply is finished, cancelled or
 * failed; interrupting the calling thread cancels it. The implementation enforces deadline and cancellation itself. It passes the
 * generated text to the request's listener, in one chunk or several, and an exception of the listener must reach the caller.
 *
 * <p>The contents of messages are text: {@code </s>} or {@code <|im_start|>} in them must not become a special token.
 */
@Incubating
@FunctionalInterface
public interface ChatCompletionModel {

    /**
     * Returns the reply to {@code request.messages()}, without thinking.
     *
     * @throws io.github.aligner4j.completion.PromptTooLongException if messages and reply do not fit the model's context
     * @throws io.github.aligner4j.completion.ModelOverloadedException if the model's queue is full
     * @throws io.github.aligner4j.completion.UnsafePromptException if a content can't be sent as text
     * @throws io.github.aligner4j.DeadlineExceededException if the deadline passed first
     * @throws io.github.aligner4j.CorrectionCancelledException if the call was cancelled or the caller interrupted
     * @throws io.github.aligner4j.completion.CompletionModelException on any other failure
     */
    Completion complete(ChatCompletionRequest request);
}
