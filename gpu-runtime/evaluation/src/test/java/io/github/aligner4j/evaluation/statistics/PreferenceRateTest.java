// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PreferenceRateTest {

    private static final Bootstrap BOOTSTRAP = Bootstrap.DEFAULT;

    @Test
    void a_tie_is_half_a_win_and_a_missing_preference_is_none() {
        PreferenceRate rate = PreferenceRate.of(BOOTSTRAP, 1, 0, 0.5, Double.NaN, 1, 0);

        assertThat(rate.counts()).isEqualTo(new WinCounts(2, 2, 1));
        assertThat(rate.missing()).isEqualTo(1);
        assertThat(rate.rate().value()).isEqualTo(0.5);
        assertThat(rate.rate().n()).isEqualTo(5);
        assertThat(rate.standardError()).isCloseTo(0.5 / Math.sqrt(5), within(1e-12));
    }

    @Test
    void probabilities_count_as_much_as_they_are() {
        PreferenceRate rate = PreferenceRate.of(BOOTSTRAP, 0.9, 0.2, 0.4, 0.3);

        assertThat(rate.counts()).isEqualTo(new WinCounts(1, 3, 0));
        assertThat(rate.rate().value()).isCloseTo(0.45, within(1e-12));
        assertThat(rate.rate().lower()).isBetween(0.2, 0.45);
        assertThat(rate.rate().upper()).isBetween(0.45, 0.9);
    }

    @Test
    void losses_alone_do_not_prove_that_it_never_wins() {
        PreferenceRate rate = PreferenceRate.of(BOOTSTRAP, new double[100]);

        assertThat(rate.rate().value()).isZero();
        assertThat(rate.rate().upper()).isBetween(0.03, 0.04);
        assertThat(rate.standardError()).isZero();
    }

    @Test
    void without_preferences_the_rate_can_be_anything() {
        PreferenceRate rate = PreferenceRate.of(BOOTSTRAP, Double.NaN);

        assertThat(rate.rate().value()).isNaN();
        assertThat(rate.rate().lower()).isZero();
        assertThat(rate.rate().upper()).isEqualTo(1);
        assertThat(rate.standardError()).isNaN();
    }

    @Test
    void preferences_beyond_certainty_are_refused() {
        assertThatThrownBy(() -> PreferenceRate.of(BOOTSTRAP, 1.01))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a preference must be 0 to 1, but was 1.01");
    }
}
