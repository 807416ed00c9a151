package io.github.aligner4j.langchain4j;

import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import java.util.Objects;

/**
 * What an aligned model does with answers that are more, or something else, than text for a person.
 *
 * @param toolCallText what becomes of the text beside a tool call
 * @param thinking what becomes of the upstream model's thinking
 * @param structuredOutput what becomes of answers that a program is going to read
 * @param conversationDepth how many messages before the question an Aligner is shown at most, at least 0
 * @param thinkingOpened whether the upstream model's prompt ends with {@code <think>}, as some chat templates have it, so
 *     that an answer's text begins inside it
 * @param rawEvents what becomes of provider events that LangChain4j does not model
 */
public record AlignmentOptions(
        ToolCallTextPolicy toolCallText,
        Thinking thinking,
        StructuredOutputPolicy structuredOutput,
        int conversationDepth,
        boolean thinkingOpened,
        RawEvents rawEvents) {

    /**
     * Text beside tool calls is corrected, thinking passes, structured output is skipped, the whole conversation is shown,
     * thinking is what the text itself marks as such, and no raw event passes that can quote the answer.
     */
    public static final AlignmentOptions DEFAULT = new AlignmentOptions(
            ToolCallTextPolicy.ALIGN,
            Thinking.PASS,
            StructuredOutputPolicy.SKIP,
            Integer.MAX_VALUE,
            false,
            RawEvents.BEFORE_TEXT);

    /** Checks that nothing is missing or negative. */
    public AlignmentOptions {
        Objects.requireNonNull(toolCallText, "toolCallText");
        Objects.requireNonNull(thinking, "thinking");
        Objects.requireNonNull(structuredOutput, "structuredOutput");
        Objects.requireNonNull(rawEvents, "rawEvents");
        if (conversationDepth < 0) {
            throw new IllegalArgumentException(
                    "conversation-depth must be at least 0 (0 shows the question only), but was " + conversationDepth);
        }
    }

    /** Returns a copy with another policy for the text beside a tool call. */
    public AlignmentOptions withToolCallText(ToolCallTextPolicy policy) {
        return new AlignmentOptions(policy, thinking, structuredOutput, conversationDepth, thinkingOpened, rawEvents);
    }

    /** Returns a copy with another policy for thinking. */
    public AlignmentOptions withThinking(Thinking policy) {
        return new AlignmentOptions(
                toolCallText, policy, structuredOutput, conversationDepth, thinkingOpened, rawEvents);
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
        return new AlignmentOptions(toolCallText, thinking, policy, conversationDepth, thinkingOpened, rawEvents);
    }

    /** Returns a copy that shows an Aligner another number of messages. */
    public AlignmentOptions withConversationDepth(int messages) {
        return new AlignmentOptions(toolCallText, thinking, structuredOutput, messages, thinkingOpened, rawEvents);
    }

    /** Returns a copy for an upstream model whose prompt ends with {@code <think>}, or for one whose does not. */
    public AlignmentOptions withThinkingOpened(boolean opened) {
        return new AlignmentOptions(toolCallText, thinking, structuredOutput, conversationDepth, opened, rawEvents);
    }

    /** Returns a copy with another policy for raw events. */
    public AlignmentOptions withRawEvents(RawEvents policy) {
        return new AlignmentOptions(
                toolCallText, thinking, structuredOutput, conversationDepth, thinkingOpened, policy);
    }

    /**
     * What becomes of thinking, which is never corrected and can contain what an Aligner removes from the answer: what the
     * upstream model reports as thinking, and {@code <think>} blocks at the beginning of its text ({@link
     * io.github.aligner4j.answer.InlineThinking}). A text that is nothing but such a block says all it says in there, so it
     * is corrected unless it stands beside a tool call.
     */
    public enum Thinking {
        /** It passes; while streaming, as it is thought, but for blocks in the text, which stand before the corrected answer. */
        PASS,
        /** It is removed; provider attributes such as signatures stay. */
        DROP
    }

    /**
     * What becomes of provider events that LangChain4j hands on as they are ({@code onUnmappedRawEvent}). Some quote the
     * whole answer, such as the {@code response.output_text.done} of OpenAI's Responses API.
     */
    public enum RawEvents {
        /** They pass until the upstream model has begun its text, or its thinking if that is removed. Later ones are held back. */
        BEFORE_TEXT,
        /** They all pass, and with them whatever they quote <b>uncorrected</b>. */
        PASS
    }
}
