package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.List;

/**
 * What to measure.
 *
 * @param ways ways of drafting, without repetition
 * @param warmup rows that are run before anything is measured
 * @param repeat how often each row is measured
 * @param callers callers at once; 1 leaves them out
 * @param soak corrections to watch the memory over; 0 leaves them out
 */
public record BenchPlan(List<Drafting> ways, int warmup, int repeat, int callers, int soak) {

    /** Checks the numbers. */
    public BenchPlan {
        ways = List.copyOf(ways);
        if (ways.isEmpty() || ways.stream().distinct().count() < ways.size()) {
            throw new IllegalArgumentException("drafting must name at least one way, and each only once");
        }
        require("warmup", warmup, 0);
        require("repeat", repeat, 1);
        require("concurrency", callers, 1);
        require("soak", soak, 0);
    }

    private static void require(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", but was " + value);
        }
    }
}
