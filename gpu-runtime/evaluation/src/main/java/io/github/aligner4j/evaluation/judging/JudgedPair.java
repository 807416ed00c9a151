// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.CorrectionRequest;
import java.util.Objects;

/**
 * Two answers to compare.
 *
 * @param rowId the row's id
 * @param request the question, with the conversation and passages before it, and the original answer
 * @param system the name of the system
 * @param baseline the name of the system that it is compared with
 * @param answer the system's answer
 * @param baselineAnswer the baseline's answer
 */
public record JudgedPair(
        String rowId, CorrectionRequest request, String system, String baseline, String answer, String baselineAnswer) {

    /** Checks that nothing is missing. */
    public JudgedPair {
        Objects.requireNonNull(rowId, "rowId");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(baselineAnswer, "baselineAnswer");
        if (system.equals(baseline)) {
            throw new IllegalArgumentException(
                    "a system is compared with another one, but '" + system + "' was to be compared with itself");
        }
    }

    /** Returns true if both answers are the same text, which is a tie that no judge is asked about. */
    public boolean identical() {
        return answer.equals(baselineAnswer);
    }
}
