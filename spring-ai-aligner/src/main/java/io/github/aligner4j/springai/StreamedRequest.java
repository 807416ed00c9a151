// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import org.springframework.ai.chat.client.ChatClientRequest;

/**
 * A request whose answer is streamed and corrected.
 *
 * @param alignment the settings for the request
 * @param request the request
 * @param limits the deadline of the correction
 */
record StreamedRequest(Alignment alignment, ChatClientRequest request, CorrectionContext limits) {

    /** Returns the treatment of the answer, as far as it is known before it has come. */
    AnswerPolicy policy() {
        AdvisorOptions options = alignment.options();
        boolean requested = RequestedFormat.of(request) != RequestedFormat.NONE;
        return new AnswerPolicy(
                options.structuredOutput().form(requested), options.keepsThinking(), options.thinkingOpened(), false);
    }

    /**
     * Returns true if sentences are corrected while the upstream model writes. An answer in a requested format is not, nor is one
     * that may turn out to be text beside tool calls that is not corrected.
     */
    boolean isInSentences() {
        AdvisorOptions options = alignment.options();
        return options.streaming() == StreamingPolicy.SENTENCE
                && RequestedFormat.of(request) == RequestedFormat.NONE
                && (options.toolCallText() == ToolCallTextPolicy.ALIGN || !AdvisorContext.offersTools(request));
    }
}
