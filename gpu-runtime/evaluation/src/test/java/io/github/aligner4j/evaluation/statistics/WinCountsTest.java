// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class WinCountsTest {

    private static final Bootstrap BOOTSTRAP = Bootstrap.DEFAULT;

    @Test
    void the_papers_counts_give_the_papers_win_rate() {
        WinCounts printed = new WinCounts(224, 146, 320);

        assertThat(printed.winRate()).isCloseTo(0.113, within(0.0005));
        assertThat(printed.interval(BOOTSTRAP).lower()).isBetween(0.055, 0.063);
        assertThat(printed.interval(BOOTSTRAP).upper()).isBetween(0.163, 0.171);
        assertThat(printed.pValue()).isCloseTo(5.899e-5, within(1e-8));
    }

    @Test
    void without_comparisons_the_win_rate_can_be_anything() {
        assertThat(new WinCounts(0, 0, 0).interval(BOOTSTRAP)).isEqualTo(new Interval(Double.NaN, -1, 1, 0.95, 0));
        assertThat(new WinCounts(0, 0, 0).pValue()).isEqualTo(1);
    }

    @Test
    void of_one_comparison_little_is_known() {
        Interval win = new WinCounts(1, 0, 0).interval(BOOTSTRAP);
        Interval loss = new WinCounts(0, 1, 0).interval(BOOTSTRAP);

        assertThat(win.value()).isEqualTo(1);
        assertThat(win.lower()).isBetween(-0.6, -0.5);
        assertThat(win.upper()).isEqualTo(1);
        assertThat(loss.upper()).isEqualTo(-win.lower());
    }

    @Test
    void ties_alone_do_not_prove_that_there_is_no_difference() {
        Interval interval = new WinCounts(0, 0, 100).interval(BOOTSTRAP);

        assertThat(interval.value()).isZero();
        assertThat(interval.upper()).isBetween(0.03, 0.04);
        assertThat(interval.lower()).isEqualTo(-interval.upper());
        assertThat(new WinCounts(0, 0, 100).pValue()).isEqualTo(1);
    }

    @Test
    void sign_tests_are_those_of_scipy() {
        for (JsonNode each : Reference.cases("signTests")) {
            double expected = each.get("p").asDouble();
            long wins = each.get("wins").asLong();
            long losses = each.get("losses").asLong();

            assertThat(SignTest.pValue(wins, losses)).isCloseTo(expected, within(1e-9 * expected));
            assertThat(SignTest.pValue(losses, wins)).isEqualTo(SignTest.pValue(wins, losses));
        }
    }

    @Test
    void the_sign_test_of_huge_counts_stays_a_probability() {
        assertThat(SignTest.pValue(2_000_000_000L, 2_000_000_100L)).isBetween(0.99, 1.0);
        assertThat(SignTest.pValue(1_000_000_000L, 1_001_000_000L)).isBetween(0.0, 1e-100);
    }

    @Test
    void negative_counts_are_refused() {
        assertThatThrownBy(() -> SignTest.pValue(-1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counts must be at least 0, but were -1 wins and 2 losses");
        assertThatThrownBy(() -> new WinCounts(1, 2, -3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counts must be at least 0, but were 1 wins, 2 losses and -3 ties");
    }
}
