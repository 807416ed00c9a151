// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import io.github.aligner4j.answer.FinishReasons;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import java.util.Objects;

/**
 * The treatment of answers, and parts of answers, that are not text for a person. Immutable.
 *
 * @param toolCallText the policy for text beside a tool call
 * @param thinking the policy for the upstream model's thinking
 * @param structuredOutput the policy for answers in a format that the program requested
 * @param conversationDepth the maximum number of messages before the question that an Aligner is shown, at least 0
 * @param thinkingOpened true if the upstream model's prompt ends with {@code <think>}, as some chat templates have it, so
 *     that the text of an answer begins inside its thinking
 * @param rawEvents the policy for provider events that LangChain4j does not model
 * @param streaming the time at which the text of a stream is corrected and sent on; no other answers depend on it
 */
public record AlignmentOptions(
        ToolCallTextPolicy toolCallText,
        ThinkingPolicy thinking,
        StructuredOutputPolicy structuredOutput,
        int conversationDepth,
        boolean thinkingOpened,
        RawEvents rawEvents,
        @Incubating StreamingPolicy streaming) {

    /**
     * The default options: text beside tool calls is corrected, thinking passes, structured output is skipped, the Aligner is
     * shown the whole conversation, a text has the opening tag of its thinking, raw events that can quote the answer are held
     * back, and streams are corrected as a whole.
     */
    public static final AlignmentOptions DEFAULT = new AlignmentOptions(
            ToolCallTextPolicy.ALIGN,
            ThinkingPolicy.PASS,
            StructuredOutputPolicy.SKIP,
            Integer.MAX_VALUE,
            false,
            RawEvents.BEFORE_TEXT,
            StreamingPolicy.WHOLE);

    /** Checks the values. */
    public AlignmentOptions {
        Objects.requireNonNull(toolCallText, "toolCallText");
        Objects.requireNonNull(thinking, "thinking");
        Objects.requireNonNull(structuredOutput, "structuredOutput");
        Objects.requireNonNull(rawEvents, "rawEvents");
        Objects.requireNonNull(streaming, "streaming");
        if (conversationDepth < 0) {
            throw new IllegalArgumentException(
                    "conversation-depth must be at least 0 (0 shows the question only), but was " + conversationDepth);
        }
    }

    /** Returns a copy with another policy for the text beside a tool call. */
    public AlignmentOptions withToolCallText(ToolCallTextPolicy policy) {
        return new AlignmentOptions(
                policy, thinking, structuredOutput, conversationDepth, thinkingOpened, rawEvents, streaming);
    }

    /** Returns a copy with another policy for thinking. */
    public AlignmentOptions withThinking(ThinkingPolicy policy) {
        return new AlignmentOptions(
                toolCallText, policy, structuredOutput, conversationDepth, thinkingOpened, rawEvents, streaming);
    }

    /**
     * Returns a copy with another policy for answers in a requested format: requested by a response format of JSON in the
     * request or in the upstream model's defaults, or by the return type of an AiService's method if it is not text.
     *
     * <p>The return type is found on the calling thread. If there is none, or if the answer is asynchronous, JSON keeps its
     * structure all the same: each of its strings, and prose around it, are corrected on their own ({@link
     * io.github.aligner4j.answer.AnswerPolicy.Form#TEXT}).
     */
    public AlignmentOptions withStructuredOutput(StructuredOutputPolicy policy) {
        return new AlignmentOptions(
                toolCallText, thinking, policy, conversationDepth, thinkingOpened, rawEvents, streaming);
    }

    /** Returns a copy that shows an Aligner another number of messages. */
    public AlignmentOptions withConversationDepth(int messages) {
        return new AlignmentOptions(
                toolCallText, thinking, structuredOutput, messages, thinkingOpened, rawEvents, streaming);
    }

    /** Returns a copy for an upstream model whose prompt ends with {@code <think>}, or for one whose does not. */
    public AlignmentOptions withThinkingOpened(boolean opened) {
        return new AlignmentOptions(
                toolCallText, thinking, structuredOutput, conversationDepth, opened, rawEvents, streaming);
    }

    /** Returns a copy with another policy for raw events. */
    public AlignmentOptions withRawEvents(RawEvents policy) {
        return new AlignmentOptions(
                toolCallText, thinking, structuredOutput, conversationDepth, thinkingOpened, policy, streaming);
    }

    /**
     * Returns a copy that corrects and sends on the text of streams at another time.
     *
     * <p>With {@link StreamingPolicy#SENTENCE}, text beside tool calls streams like any other, so {@link ToolCallTextPolicy#PASS} passes
     * only what is complete before a sentence of it was sent; where tools are offered, {@link ToolCallTextPolicy#DROP} holds the whole
     * text back. So do answers in a requested format, and chains that can't be corrected sentence by sentence.
     */
    @Incubating
    public AlignmentOptions withStreaming(StreamingPolicy policy) {
        return new AlignmentOptions(
                toolCallText, thinking, structuredOutput, conversationDepth, thinkingOpened, rawEvents, policy);
    }

    /** Returns true if nothing is removed from any response. */
    boolean keepsEverything() {
        return toolCallText != ToolCallTextPolicy.DROP && thinking == ThinkingPolicy.PASS;
    }

    /** Returns how the text of {@code response} is corrected; {@code form} is that of an answer without tool calls. */
    AnswerPolicy policy(ChatResponse response, Form form) {
        boolean toolCalls = response.aiMessage().hasToolExecutionRequests();
        Form unfiltered = toolCalls ? toolCallText.form() : form;
        return new AnswerPolicy(
                isFiltered(response) ? Form.UNTOUCHED : unfiltered,
                thinking == ThinkingPolicy.PASS,
                thinkingOpened,
                toolCalls);
    }

    /** Returns whether the text of {@code response} is removed. */
    boolean drops(ChatResponse response) {
        return toolCallText == ToolCallTextPolicy.DROP && response.aiMessage().hasToolExecutionRequests();
    }

    static boolean isFiltered(ChatResponse response) {
        return response.finishReason() != null
                && FinishReasons.isFiltered(response.finishReason().name());
    }

    /**
     * The policy for provider events that LangChain4j hands on as they are ({@code onUnmappedRawEvent}). Some quote the whole
     * answer, such as {@code response.output_text.done} of OpenAI's Responses API.
     */
    public enum RawEvents {
        /**
         * Events pass until the upstream model begins its text, or its thinking if that is dropped. Later events are held
         * back.
         */
        BEFORE_TEXT,
        /** All events pass, and with them whatever they quote <b>uncorrected</b>. */
        PASS
    }
}
