// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.List;

/**
 * A plan of what to measure.
 *
 * @param strategies drafting strategies, each once
 * @param warmup the number of rows to run before measuring
 * @param repeat the number of measurements of each row
 * @param callers the number of concurrent callers to compare with a single one; 1 to skip that
 * @param soak the number of corrections of the soak test; 0 to skip it
 */
public record BenchPlan(List<Drafting> strategies, int warmup, int repeat, int callers, int soak) {

    /** Checks ranges. */
    public BenchPlan {
        strategies = List.copyOf(strategies);
        if (strategies.isEmpty() || strategies.stream().distinct().count() < strategies.size()) {
            throw new IllegalArgumentException("drafting must name at least one strategy, and each only once");
        }
        require("warmup", warmup, 0);
        require("repeat", repeat, 1);
        require("concurrency", callers, 1);
        require("soak", soak, 0);
    }

    private static void require(String name, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(name + " must be at least " + min + ", but was " + value);
        }
    }
}
