// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import io.github.aligner4j.runtime.drafting.PassCost.Point;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PassCostTest {

    private static final PassCost FREE = PassCost.linear(1, 0);

    @Test
    void free_tokens_cost_nothing_and_the_others_the_same_each() {
        PassCost cost = PassCost.linear(4, 0.1);

        assertThat(cost.time(1)).isEqualTo(1);
        assertThat(cost.time(4)).isEqualTo(1);
        assertThat(cost.time(9)).isCloseTo(1.5, within(1e-9));
        assertThat(PassCost.linear(1, 0.5).time(3)).isCloseTo(2, within(1e-9));
    }

    @Test
    void in_a_shared_pass_a_token_costs_more_of_what_it_costs_alone() {
        PassCost cost = PassCost.linear(4, 0.1);

        assertThat(cost.time(9, 1)).isEqualTo(cost.time(9));
        assertThat(cost.time(2, 2)).isEqualTo(1);
        assertThat(cost.time(3, 2)).isCloseTo(1.2, within(1e-9));
        // Fourteen tokens take twice as long as four: the share of each is a seventh.
        assertThat(cost.time(2, 14)).isCloseTo(1.7, within(1e-9));
    }

    @Test
    void measured_times_are_joined_by_lines_and_go_on_behind_the_last() {
        PassCost cost = PassCost.measured(times(1, 200, 16, 200, 64, 440), FREE);

        assertThat(cost.points()).containsExactly(new Point(1, 1), new Point(16, 1), new Point(64, 2.2));
        assertThat(cost.time(40)).isCloseTo(1.6, within(1e-9));
        assertThat(cost.time(104)).isCloseTo(3.2, within(1e-9));
    }

    @Test
    void a_disturbed_measurement_is_ignored() {
        PassCost calm = PassCost.measured(times(1, 100, 64, 200), FREE);

        assertThat(PassCost.measured(times(1, 100, 4, 900, 16, 150, 64, 200), FREE))
                .isEqualTo(calm);
        assertThat(PassCost.measured(times(1, 100, 4, 60, 64, 200), FREE).time(4))
                .isEqualTo(1);
    }

    @Test
    void behind_the_last_measurement_tokens_cost_at_least_what_they_cost_elsewhere() {
        assertThat(PassCost.measured(times(1, 100, 4, 100), PassCost.linear(4, 0.04)))
                .isEqualTo(PassCost.linear(4, 0.04));
        assertThat(PassCost.measured(times(1, 100), PassCost.linear(1, 0.5)).time(5))
                .isCloseTo(3, within(1e-9));
    }

    @Property
    void whatever_is_measured_a_further_token_takes_at_least_the_time_of_the_one_before(
            @ForAll @Size(5) List<@LongRange(min = 1, max = 1_000_000) Long> nanos) {
        int[] sizes = {1, 4, 16, 64, 256};
        NavigableMap<Integer, Long> times = new TreeMap<>();
        for (int i = 0; i < sizes.length; i++) {
            times.put(sizes[i], nanos.get(i));
        }

        PassCost cost = PassCost.measured(times, PassCost.CPU);

        double before = 0;
        for (int tokens = 1; tokens < 400; tokens++) {
            double more = cost.time(tokens + 1) - cost.time(tokens);
            assertThat(more).isGreaterThanOrEqualTo(before - 1e-9);
            before = more;
        }
        times.forEach((tokens, time) -> assertThat(cost.time(tokens))
                .isLessThanOrEqualTo(Math.max(1, (double) time / nanos.get(0)) * (1 + 1e-9)));
    }

    @Test
    void impossible_figures_are_refused() {
        assertThatThrownBy(() -> PassCost.linear(0, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("freeTokens must be at least 1, but was 0");
        assertThatThrownBy(() -> PassCost.linear(4, -0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("perToken must be a finite number of at least 0, but was -0.1");
        assertThatThrownBy(() -> PassCost.linear(4, Double.NaN))
                .hasMessage("perToken must be a finite number of at least 0, but was NaN");
        assertThatThrownBy(() -> new PassCost(List.of(new Point(2, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the first point must be 1 token in the time 1, but the points are [");
        assertThatThrownBy(() -> new PassCost(List.of(new Point(1, 1), new Point(3, 3), new Point(4, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("each further token must take at least the time of the one before it, but");
        assertThatThrownBy(() -> PassCost.measured(times(2, 100), FREE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a pass over one token must take some time, but the times are {2=100}");
    }

    private static NavigableMap<Integer, Long> times(int... tokensAndNanos) {
        NavigableMap<Integer, Long> times = new TreeMap<>();
        for (int i = 0; i < tokensAndNanos.length; i += 2) {
            times.put(tokensAndNanos[i], (long) tokensAndNanos[i + 1]);
        }
        return times;
    }
}
