// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class MeansTest {

    @Test
    void the_interval_of_a_mean_is_that_of_scipy() {
        // scipy.stats.t.interval(0.95, 2, loc=2, scale=scipy.stats.sem([1, 2, 3]))
        Interval three = Means.student(0.95, 1, 2, 3);

        assertThat(three.value()).isEqualTo(2);
        assertThat(three.lower()).isCloseTo(-0.484138, within(1e-6));
        assertThat(three.upper()).isCloseTo(4.484138, within(1e-6));
        assertThat(three.n()).isEqualTo(3);
        // scipy.stats.t.ppf(0.95, 4) * scipy.stats.sem([1, 2, 4, 8, 16])
        assertThat(Means.student(0.9, 1, 2, 4, 8, 16).upper() - 6.2).isCloseTo(5.8149028, within(1e-6));
    }

    @Test
    void one_value_has_a_mean_and_no_interval() {
        Interval one = Means.student(0.95, 7);

        assertThat(one.value()).isEqualTo(7);
        assertThat(one.lower()).isNaN();
        assertThat(one.upper()).isNaN();
        assertThat(Means.student(0.95).value()).isNaN();
    }

    @Test
    void equal_values_have_an_interval_of_no_width() {
        assertThat(Means.student(0.95, 3, 3, 3)).isEqualTo(new Interval(3, 3, 3, 0.95, 3));
    }

    @Test
    void a_level_is_between_0_and_1() {
        assertThatThrownBy(() -> Means.student(95, 1, 2))
                .hasMessage("a confidence level must be above 0 and below 1, but was 95.0");
    }
}
