// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judge;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;

/** Judges which one of two answers is better. Implementations must be safe for use by several threads. */
public interface PairJudge {

    /** Returns the name, which identifies the judge, its model and its prompt in files of judgments. */
    String name();

    /**
     * Returns the verdict on two answers, shown in this order. Judging in both orders is up to the caller.
     *
     * @param request the question, with the conversation and passages before it, and the original answer
     * @throws io.github.aligner4j.CorrectionRejectedException if the judge replied something that is no verdict
     * @throws io.github.aligner4j.AlignerException if the judge failed otherwise
     */
    PairVerdict judge(CorrectionRequest request, String first, String second, Aspect aspect, CorrectionContext context);

    /** Returns true if this judge can judge by {@code aspect}. This implementation returns true. */
    default boolean supports(Aspect aspect) {
        return true;
    }

    /**
     * Returns true if the order of the two answers can't change the verdict, so that one order is enough. This implementation
     * returns false.
     */
    default boolean symmetric() {
        return false;
    }

    /**
     * Returns the judge to ask after {@code attempts} replies that were no verdict. This implementation returns this judge.
     *
     * @param attempts the number of replies so far, at least 1
     */
    default PairJudge afterInvalid(int attempts) {
        return this;
    }

    /** Returns an estimate of the tokens of one verdict. This implementation returns none: it asks no model. */
    default TokenUsage estimate(CorrectionRequest request, String first, String second, Aspect aspect) {
        return TokenUsage.NONE;
    }
}
