// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.TokenUsage;
import java.util.List;
import java.util.Objects;

/**
 * Picks the best of several answers to a question. Implementations must be safe for use by several threads at once. A call blocks;
 * those that call a model keep the context's cancellation and deadline.
 */
@Incubating
@FunctionalInterface
public interface AnswerJudge {

    /**
     * Returns the best of {@code candidates} as the answer of {@code request}.
     *
     * @param request the question and its original answer
     * @param candidates at least two different answers; the first is the original
     * @param context cancellation, deadline and limits; never streaming
     * @throws io.github.aligner4j.AlignerException if no candidate could be picked
     */
    Verdict judge(CorrectionRequest request, List<String> candidates, CorrectionContext context);

    /** Returns the name of the judge's part in {@link io.github.aligner4j.Correction#usageBreakdown()}: {@code judge}. */
    default String name() {
        return "judge";
    }

    /**
     * The verdict of a judge.
     *
     * @param choice the index of the best candidate, from 0
     * @param usage the tokens that the judge's model read and generated
     */
    record Verdict(int choice, TokenUsage usage) {

        /** Checks that there is a usage. */
        public Verdict {
            Objects.requireNonNull(usage, "usage");
        }
    }
}
