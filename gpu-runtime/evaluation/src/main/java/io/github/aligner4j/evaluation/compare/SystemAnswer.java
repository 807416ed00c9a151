// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import java.time.Duration;

/**
 * A system's answer to a row.
 *
 * @param rowId the row's id
 * @param answer the answer; the row's own if it was not corrected
 * @param ending the ending of the correction
 * @param problem the reason if it was not corrected; empty otherwise
 * @param usage the tokens that the system's models read and generated
 * @param elapsed the duration
 */
public record SystemAnswer(
        String rowId, String answer, Ending ending, String problem, TokenUsage usage, Duration elapsed) {}
