package io.github.aligner4j.springai;

import io.github.aligner4j.answer.AnswerCorrector;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;

/**
 * The settings of an {@link AlignerAdvisor}.
 *
 * @param corrector corrects answers
 * @param structuredOutput the treatment of answers in a format that the program requested
 * @param toolCallText the treatment of text beside tool calls
 * @param thinkingOpened true if an answer's text begins inside a block of thinking
 */
record AdvisorOptions(
        AnswerCorrector corrector,
        StructuredOutputPolicy structuredOutput,
        ToolCallTextPolicy toolCallText,
        boolean thinkingOpened) {}
