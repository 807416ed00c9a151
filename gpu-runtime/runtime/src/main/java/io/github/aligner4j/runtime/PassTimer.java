// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.drafting.PassCost;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Segment;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Measures the time of forward passes over 1, 16, 64 and 256 tokens of a model that was just loaded, up to the first that takes
 * {@value #MAX_RATIO} times as long as one token: from there on, time grows with the tokens.
 *
 * <p>It goes through these numbers {@value #ROUNDS} times, and the shortest time of each counts, because other work on the machine
 * only ever lengthens a pass, and so does a JVM that has just started. No pass begins after a third of the time of loading,
 * and the first one, which is not measured, reads weights that the first correction would otherwise wait for. What is not
 * measured within that time is taken from a cost that fits most devices.
 */
final class PassTimer {

    /** Numbers of tokens, ascending. */
    private static final List<Integer> SIZES = List.of(1, 16, 64, 256);

    private static final int ROUNDS = 6;
    private static final int MAX_RATIO = 5;

    /** Tokens in the cache before each pass, so that it attends to more than its own. */
    private static final int HELD = 32;

    /** Share of the time of loading. */
    private static final int MAX_SHARE = 3;

    private final CausalLanguageModel model;
    private final LongSupplier nanoTime;

    PassTimer(CausalLanguageModel model, LongSupplier nanoTime) {
        this.model = model;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns the cost of passes of {@code model}, which no other thread may use meanwhile.
     *
     * @param loadTime the time that loading took
     * @param usual the cost of passes of most models on the device
     */
    static PassCost measure(CausalLanguageModel model, Duration loadTime, PassCost usual) {
        return new PassTimer(model, System::nanoTime).measure(loadTime.dividedBy(MAX_SHARE), usual);
    }

    /** Returns the cost of passes, measured within about {@code budget}. */
    PassCost measure(Duration budget, PassCost usual) {
        long end = nanoTime.getAsLong() + budget.toNanos();
        int room = model.contextTokens() - HELD;
        if (room < 1) {
            return usual;
        }
        NavigableMap<Integer, Long> shortest = new TreeMap<>();
        try (KeyValueCache cache =
                model.newCache(HELD + Math.min(room, SIZES.get(SIZES.size() - 1)), ModelVariant.BASE)) {
            time(HELD, cache, 0);
            for (int i = 0; i < ROUNDS; i++) {
                round(cache, room, end, shortest);
            }
        }
        return shortest.isEmpty() ? usual : PassCost.measured(shortest, usual);
    }

    /** Measures each number of tokens once, as long as there is time and larger ones are not slow anyway. */
    private void round(KeyValueCache cache, int room, long end, NavigableMap<Integer, Long> shortest) {
        for (int size : SIZES) {
            if (size > room || nanoTime.getAsLong() - end > 0) {
                return;
            }
            long time = shortest.merge(size, Math.max(1, time(size, cache, HELD)), Math::min);
            if (time >= MAX_RATIO * shortest.getOrDefault(1, time)) {
                return;
            }
        }
    }

    private long time(int size, KeyValueCache cache, int held) {
        int[] tokens = new int[size];
        for (int i = 0; i < size; i++) {
            tokens[i] = i % model.vocabularySize();
        }
        cache.truncate(held);
        long start = nanoTime.getAsLong();
        model.forward(List.of(Segment.chain(tokens, size, false, cache)));
        return nanoTime.getAsLong() - start;
    }
}
