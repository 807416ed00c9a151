// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.TokenUsage;

/**
 * An order in which two answers are shown.
 *
 * @param first the first answer
 * @param second the second answer
 * @param reversed true if the baseline's answer is first
 * @param estimate the estimated tokens of a verdict
 */
record AnswerOrder(String first, String second, boolean reversed, TokenUsage estimate) {}
