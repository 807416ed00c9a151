// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.drafting.PassCost;
import io.github.aligner4j.runtime.drafting.PassCost.Point;
import io.github.aligner4j.runtime.scripted.ScriptedCausalLanguageModel;
import java.time.Duration;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PassTimerTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final int SIZES = 4;

    @Test
    void the_time_of_a_pass_is_measured_where_it_changes() {
        TimedModel model = new TimedModel(512, tokens -> 1_000 + Math.max(0, tokens - 64) * 10L);

        PassCost cost = model.measure(LONG);

        assertThat(cost.points()).startsWith(new Point(1, 1), new Point(16, 1), new Point(64, 1), new Point(256, 2.92));
    }

    @Test
    void what_is_slow_anyway_is_not_measured() {
        TimedModel model = new TimedModel(512, tokens -> 1_000L * tokens);

        assertThat(model.measure(LONG).time(256)).isEqualTo(256);
        assertThat(model.passes).hasSize(1 + 2 * 6).doesNotContain(64, 256);
    }

    @Test
    void the_shortest_time_counts() {
        TimedModel disturbed = new TimedModel(512, tokens -> 1_000);
        disturbed.disturbed = 4;

        assertThat(disturbed.measure(LONG).time(256)).isEqualTo(1);
    }

    @Test
    void no_pass_begins_after_the_time_is_over() {
        TimedModel model = new TimedModel(512, tokens -> 1_000);

        PassCost cost = model.measure(Duration.ofNanos(6_500));

        assertThat(model.passes).containsExactly(32, 1, 16, 64, 256, 1, 16);
        assertThat(cost.time(256)).isEqualTo(1);
        assertThat(new TimedModel(512, tokens -> 1_000).measure(Duration.ZERO)).isEqualTo(PassCost.CPU);
    }

    @Test
    void passes_fit_a_small_context() {
        TimedModel model = new TimedModel(40, tokens -> 1_000);

        assertThat(model.measure(LONG).time(8)).isEqualTo(1);
        assertThat(model.passes).doesNotContain(16);
        assertThat(new TimedModel(8, tokens -> 1_000).measure(LONG)).isEqualTo(PassCost.CPU);
    }

    /** A model whose passes take times by their number of tokens. */
    private static final class TimedModel {

        private final ScriptedCausalLanguageModel model;
        private final IntToLongFunction nanos;
        private final List<Integer> passes;
        private int disturbed;

        TimedModel(int contextTokens, IntToLongFunction nanos) {
            this.model = new ScriptedCausalLanguageModel("", contextTokens);
            this.nanos = nanos;
            this.passes = model.passes();
        }

        PassCost measure(Duration budget) {
            TimedLanguageModel timed = new TimedLanguageModel(model, PassCost.CPU, this::now);
            new PassTimer(timed, this::now).measure(budget);
            assertThat(model.openCaches()).isZero();
            return timed.cost();
        }

        private long now() {
            long now = 0;
            for (int i = 0; i < passes.size(); i++) {
                now += nanos.applyAsLong(passes.get(i)) * (i / SIZES % 6 < disturbed ? 7 : 1);
            }
            return now;
        }
    }
}
