// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.compare.Price;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the costs of calls against a maximum. The estimated cost of a call is reserved before the call is made. */
final class Budget {

    private final @Nullable MaxCost max;
    private final Map<String, Double> spent = new LinkedHashMap<>();
    private double reserved;

    Budget(@Nullable MaxCost max) {
        this.max = max;
    }

    /** Reserves the cost of {@code estimate}, or returns false if it does not fit. */
    synchronized boolean reserve(Optional<Price> price, TokenUsage estimate) {
        double cost = cost(price, estimate);
        if (max != null && cost > 0 && spent.getOrDefault(max.currency(), 0.0) + reserved + cost > max.amount()) {
            return false;
        }
        reserved += cost;
        return true;
    }

    /** Gives a reserved cost back. */
    synchronized void release(Optional<Price> price, TokenUsage estimate) {
        reserved -= cost(price, estimate);
    }

    synchronized void spend(Optional<Price> price, TokenUsage used) {
        price.ifPresent(each -> spent.merge(each.currency(), each.of(used), Double::sum));
    }

    synchronized Map<String, Double> spent() {
        return new LinkedHashMap<>(spent);
    }

    private static double cost(Optional<Price> price, TokenUsage usage) {
        return price.map(each -> each.of(usage)).orElse(0.0);
    }
}
