// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;

/**
 * The treatment of answers, and parts of answers, that are not text for a person, by an {@link AlignerAdvisor}.
 *
 * @param structuredOutput the treatment of answers in a format that the program requested
 * @param toolCallText the treatment of text beside tool calls
 * @param thinking the treatment of thinking
 * @param thinkingOpened true if an answer's text begins inside a block of thinking
 * @param conversationDepth the maximum number of messages before the question that an Aligner is shown
 * @param streaming the time at which the text of a stream is corrected
 */
record AdvisorOptions(
        StructuredOutputPolicy structuredOutput,
        ToolCallTextPolicy toolCallText,
        ThinkingPolicy thinking,
        boolean thinkingOpened,
        int conversationDepth,
        StreamingPolicy streaming) {

    static final AdvisorOptions DEFAULT = new AdvisorOptions(
            StructuredOutputPolicy.SKIP,
            ToolCallTextPolicy.ALIGN,
            ThinkingPolicy.PASS,
            false,
            Integer.MAX_VALUE,
            StreamingPolicy.WHOLE);

    boolean keepsThinking() {
        return thinking == ThinkingPolicy.PASS;
    }

    AdvisorOptions withStructuredOutput(StructuredOutputPolicy policy) {
        return new AdvisorOptions(policy, toolCallText, thinking, thinkingOpened, conversationDepth, streaming);
    }

    AdvisorOptions withToolCallText(ToolCallTextPolicy policy) {
        return new AdvisorOptions(structuredOutput, policy, thinking, thinkingOpened, conversationDepth, streaming);
    }

    AdvisorOptions withThinking(ThinkingPolicy policy) {
        return new AdvisorOptions(structuredOutput, toolCallText, policy, thinkingOpened, conversationDepth, streaming);
    }

    AdvisorOptions withThinkingOpened(boolean opened) {
        return new AdvisorOptions(structuredOutput, toolCallText, thinking, opened, conversationDepth, streaming);
    }

    AdvisorOptions withConversationDepth(int messages) {
        return new AdvisorOptions(structuredOutput, toolCallText, thinking, thinkingOpened, messages, streaming);
    }

    AdvisorOptions withStreaming(StreamingPolicy policy) {
        return new AdvisorOptions(structuredOutput, toolCallText, thinking, thinkingOpened, conversationDepth, policy);
    }
}
