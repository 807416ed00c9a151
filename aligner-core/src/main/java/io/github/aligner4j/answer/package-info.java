/**
 * The treatment of an upstream model's answers that all adapters share: thinking, JSON, tool calls and structured output.
 *
 * <p>Start with {@link io.github.aligner4j.answer.AnswerCorrector}. As this code is not part of the adapters, they treat the same
 * answer alike.
 */
@NullMarked
package io.github.aligner4j.answer;

import org.jspecify.annotations.NullMarked;
