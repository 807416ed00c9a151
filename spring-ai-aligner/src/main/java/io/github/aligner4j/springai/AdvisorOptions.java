package io.github.aligner4j.springai;

import io.github.aligner4j.answer.AnswerCorrector;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import java.util.Map;

/**
 * The settings of an {@link AlignerAdvisor}.
 *
 * @param corrector corrects answers
 * @param structuredOutput the treatment of answers in a format that the program requested
 * @param toolCallText the treatment of text beside tool calls
 * @param thinkingOpened true if an answer's text begins inside a block of thinking
 * @param attributes attributes of all correction requests
 */
record AdvisorOptions(
        AnswerCorrector corrector,
        StructuredOutputPolicy structuredOutput,
        ToolCallTextPolicy toolCallText,
        boolean thinkingOpened,
        Map<String, Object> attributes) {

    /** Copies the attributes. */
    AdvisorOptions {
        attributes = Map.copyOf(attributes);
    }
}
