// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatisticsTest {

    @Test
    void the_median_of_an_even_number_is_between_the_middle_two() {
        assertThat(Statistics.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Statistics.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
    }

    @Test
    void a_percentile_is_one_of_the_values() {
        List<Double> hundred =
                IntStream.rangeClosed(1, 100).mapToObj(i -> (double) (101 - i)).toList();

        assertThat(Statistics.percentile(hundred, 99)).isEqualTo(99);
        assertThat(Statistics.percentile(hundred, 100)).isEqualTo(100);
        assertThat(Statistics.percentile(hundred, 0)).isEqualTo(1);
        assertThat(Statistics.percentile(List.of(5.0, 7.0), 99)).isEqualTo(7);
    }

    @Test
    void nothing_measured_is_not_a_number() {
        assertThat(Statistics.median(List.of())).isNaN();
        assertThat(Statistics.percentile(List.of(), 99)).isNaN();
    }
}
