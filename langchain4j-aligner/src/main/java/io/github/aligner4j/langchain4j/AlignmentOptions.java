package io.github.aligner4j.langchain4j;

import java.util.Objects;

/**
 * What an aligned model does with answers that are more, or something else, than text for a person.
 *
 * @param toolTurnText what becomes of the text beside a tool call
 * @param thinking what becomes of the upstream model's thinking
 * @param structuredOutput what becomes of answers that a program is going to read
 * @param conversationDepth how many messages before the question an Aligner is shown at most, at least 0
 */
public record AlignmentOptions(
        ToolTurnText toolTurnText, Thinking thinking, StructuredOutput structuredOutput, int conversationDepth) {

    /**
     * Text beside tool calls is corrected, thinking passes, structured output is skipped, the whole conversation is shown.
     */
    public static final AlignmentOptions DEFAULT =
            new AlignmentOptions(ToolTurnText.ALIGN, Thinking.PASS, StructuredOutput.SKIP, Integer.MAX_VALUE);

    /** Checks that nothing is missing or negative. */
    public AlignmentOptions {
        Objects.requireNonNull(toolTurnText, "toolTurnText");
        Objects.requireNonNull(thinking, "thinking");
        Objects.requireNonNull(structuredOutput, "structuredOutput");
        if (conversationDepth < 0) {
            throw new IllegalArgumentException(
                    "conversation-depth must be at least 0 (0 shows the question only), but was " + conversationDepth);
        }
    }

    /** Returns a copy with another policy for the text beside a tool call. */
    public AlignmentOptions withToolTurnText(ToolTurnText policy) {
        return new AlignmentOptions(policy, thinking, structuredOutput, conversationDepth);
    }

    /** Returns a copy with another policy for thinking. */
    public AlignmentOptions withThinking(Thinking policy) {
        return new AlignmentOptions(toolTurnText, policy, structuredOutput, conversationDepth);
    }

    /** Returns a copy with another policy for structured output. */
    public AlignmentOptions withStructuredOutput(StructuredOutput policy) {
        return new AlignmentOptions(toolTurnText, thinking, policy, conversationDepth);
    }

    /** Returns a copy that shows an Aligner another number of messages. */
    public AlignmentOptions withConversationDepth(int messages) {
        return new AlignmentOptions(toolTurnText, thinking, structuredOutput, messages);
    }

    /**
     * What becomes of text such as "Let me check." beside a tool call. The tool calls themselves always pass untouched. While
     * streaming, this text is visible to users.
     */
    public enum ToolTurnText {
        /** It passes <b>uncorrected</b>; while streaming, from the first tool call on. */
        PASS,
        /** It is removed. */
        DROP,
        /** It is corrected; while streaming it follows the tool calls, which are not held back for it. */
        ALIGN
    }

    /** What becomes of thinking, which is never corrected and can contain what an Aligner removes from the answer. */
    public enum Thinking {
        /** It passes; while streaming, as it is thought. */
        PASS,
        /** It is removed; provider attributes such as signatures stay. */
        DROP
    }

    /**
     * What becomes of answers that a program is going to read. An answer is structured if it is a JSON object or array, bare
     * or fenced; if the request or the upstream model's defaults ask for JSON; or if LangChain4j wrote format instructions
     * into the question and each line of the answer is a single word.
     */
    public enum StructuredOutput {
        /** They pass uncorrected. A user who can talk the upstream model into JSON can so keep an Aligner out. */
        SKIP,
        /**
         * Each string value of a JSON object or array that contains white space is corrected on its own; names, numbers,
         * single words (identifiers, enum constants, URLs) and layout stay. Other structured answers pass uncorrected.
         */
        VALUES
    }
}
