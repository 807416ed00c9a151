// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.compare.Price;
import java.util.Optional;

/** Counts the tokens of one answer, also of one that fails, and their cost. Safe for use by several threads. */
final class Meter {

    private TokenUsage usage = TokenUsage.NONE;
    private Cost cost = Cost.NONE;

    /** Adds tokens. */
    synchronized void add(TokenUsage more, Optional<Price> price) {
        usage = usage.plus(more);
        price.ifPresent(each -> cost = cost.plus(Cost.of(more, each)));
    }

    /** Returns all tokens. */
    synchronized TokenUsage usage() {
        return usage;
    }

    /** Returns the cost of those that have a price. */
    synchronized Cost cost() {
        return cost;
    }
}
