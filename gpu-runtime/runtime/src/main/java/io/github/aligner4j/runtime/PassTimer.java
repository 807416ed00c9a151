// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Segment;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Runs forward passes over 1, 16, 64 and 256 tokens of a model that was just loaded, up to the first that takes {@value #MAX_RATIO}
 * times as long as one token: from there on, time grows with the tokens. The model times them.
 *
 * <p>It goes through these numbers {@value #ROUNDS} times. No pass begins after a third of the time of loading, and the first one,
 * which is not timed, reads weights that the first correction would otherwise wait for.
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

    private final TimedLanguageModel model;
    private final LongSupplier nanoTime;

    PassTimer(TimedLanguageModel model, LongSupplier nanoTime) {
        this.model = model;
        this.nanoTime = nanoTime;
    }

    /**
     * Runs passes of {@code model}, which no other thread may use meanwhile.
     *
     * @param loadTime the time that loading took
     */
    static void measure(TimedLanguageModel model, Duration loadTime) {
        new PassTimer(model, System::nanoTime).measure(loadTime.dividedBy(MAX_SHARE));
    }

    /** Runs passes for about {@code budget} at most. */
    void measure(Duration budget) {
        long end = nanoTime.getAsLong() + budget.toNanos();
        int room = model.contextTokens() - HELD;
        if (room < 1) {
            return;
        }
        try (KeyValueCache cache =
                model.newCache(HELD + Math.min(room, SIZES.get(SIZES.size() - 1)), ModelVariant.BASE)) {
            pass(HELD, 1, cache);
            for (int i = 0; i < ROUNDS; i++) {
                round(cache, room, end);
            }
        }
    }

    /** Runs a pass over each number of tokens, as long as there is time and larger ones are not slow anyway. */
    private void round(KeyValueCache cache, int room, long end) {
        for (int size : SIZES) {
            if (size > room || nanoTime.getAsLong() - end > 0) {
                return;
            }
            cache.truncate(HELD);
            pass(size, size, cache);
            if (model.cost().time(size) >= MAX_RATIO) {
                return;
            }
        }
    }

    private void pass(int size, int scored, KeyValueCache cache) {
        int[] tokens = new int[size];
        for (int i = 0; i < size; i++) {
            tokens[i] = i % model.vocabularySize();
        }
        model.forward(List.of(Segment.chain(tokens, scored, false, cache)));
    }
}
