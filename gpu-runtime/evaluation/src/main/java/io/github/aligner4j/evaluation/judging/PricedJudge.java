// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.evaluation.compare.Price;
import io.github.aligner4j.evaluation.judge.PairJudge;
import java.util.Objects;
import java.util.Optional;

/**
 * A judge and the price of its tokens.
 *
 * @param judge the judge
 * @param price the price, if its tokens cost money
 */
public record PricedJudge(PairJudge judge, Optional<Price> price) {

    /** Checks that nothing is missing. */
    public PricedJudge {
        Objects.requireNonNull(judge, "judge");
        Objects.requireNonNull(price, "price");
    }

    /** Returns a judge whose tokens cost nothing. */
    public static PricedJudge free(PairJudge judge) {
        return new PricedJudge(judge, Optional.empty());
    }
}
