// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class BootstrapTest {

    private static final Bootstrap BOOTSTRAP = Bootstrap.DEFAULT;

    @Test
    void means_and_intervals_are_those_of_scipy_and_pandas() {
        for (JsonNode each : Reference.cases("means")) {
            double[] values = Reference.numbers(each.get("values"));
            double lower = each.get("lower").asDouble();
            double upper = each.get("upper").asDouble();

            Interval interval = BOOTSTRAP.mean(values);

            assertThat(interval.value()).isCloseTo(each.get("mean").asDouble(), within(1e-12));
            assertThat(interval.n()).isEqualTo(values.length);
            assertThat(interval.lower())
                    .as(each.get("name").asString())
                    .isCloseTo(lower, within(0.04 * (upper - lower)));
            assertThat(interval.upper())
                    .as(each.get("name").asString())
                    .isCloseTo(upper, within(0.04 * (upper - lower)));
            assertThat(Moments.standardDeviation(values))
                    .isCloseTo(each.get("deviation").asDouble(), within(1e-12));
            assertThat(Moments.standardError(values))
                    .isCloseTo(each.get("error").asDouble(), within(1e-12));
        }
    }

    @Test
    void the_mean_as_any_statistic_has_the_interval_of_the_mean() {
        double[] values = {1, 2, 2, 3, 5, 8, 13, 21, 34, 55};

        Interval any = BOOTSTRAP.of(values.length, weights -> {
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * values[i];
            }
            return sum / Arrays.stream(weights).sum();
        });

        Interval mean = BOOTSTRAP.mean(values);
        assertThat(any.value()).isEqualTo(mean.value());
        assertThat(any.lower()).isCloseTo(mean.lower(), within(0.5));
        assertThat(any.upper()).isCloseTo(mean.upper(), within(1.0));
    }

    @Test
    void the_same_seed_gives_the_same_interval() {
        double[] values = IntStream.range(1, 50).mapToDouble(Math::sqrt).toArray();

        assertThat(BOOTSTRAP.mean(values)).isEqualTo(BOOTSTRAP.mean(values));
        assertThat(new Bootstrap(10_000, 0.95, 7).mean(values)).isNotEqualTo(BOOTSTRAP.mean(values));
    }

    @Test
    void a_higher_level_gives_a_wider_interval() {
        double[] values = {0.1, 0.7, 0.2, 0.9, 0.4, 0.5, 0.6};

        Interval wide = new Bootstrap(10_000, 0.99, 42).mean(values);

        assertThat(wide.lower()).isLessThan(BOOTSTRAP.mean(values).lower());
        assertThat(wide.upper()).isGreaterThan(BOOTSTRAP.mean(values).upper());
    }

    @Test
    void without_rows_nothing_is_known() {
        assertThat(BOOTSTRAP.mean()).isEqualTo(new Interval(Double.NaN, Double.NaN, Double.NaN, 0.95, 0));
        assertThat(BOOTSTRAP.of(0, weights -> 1)).isEqualTo(new Interval(Double.NaN, Double.NaN, Double.NaN, 0.95, 0));
    }

    @Test
    void of_one_row_the_spread_is_not_known() {
        assertThat(BOOTSTRAP.mean(3)).isEqualTo(new Interval(3, Double.NaN, Double.NaN, 0.95, 1));
    }

    @Test
    void equal_values_have_no_spread() {
        assertThat(BOOTSTRAP.mean(3, 3, 3)).isEqualTo(new Interval(3, 3, 3, 0.95, 3));
        assertThat(BOOTSTRAP.mean(0.1, 0.1, 0.1).lower()).isCloseTo(0.1, within(1e-15));
    }

    @Test
    void samples_without_the_statistic_are_left_out() {
        Interval interval = BOOTSTRAP.of(4, weights -> weights[0] == 0 ? Double.NaN : weights[1]);

        assertThat(interval.value()).isEqualTo(1);
        assertThat(interval.lower()).isZero();
    }

    @Property(tries = 50)
    void the_interval_is_within_the_values_and_around_their_mean(
            @ForAll @Size(min = 2, max = 40) List<@DoubleRange(min = -5, max = 5) Double> list) {
        double[] values = list.stream().mapToDouble(Double::doubleValue).toArray();

        Interval interval = new Bootstrap(1_000, 0.95, 1).mean(values);

        assertThat(interval.lower()).isLessThanOrEqualTo(interval.upper());
        assertThat(interval.lower())
                .isGreaterThanOrEqualTo(Arrays.stream(values).min().orElseThrow() - 1e-9);
        assertThat(interval.upper())
                .isLessThanOrEqualTo(Arrays.stream(values).max().orElseThrow() + 1e-9);
    }

    @Test
    void few_samples_and_impossible_levels_are_refused() {
        assertThatThrownBy(() -> new Bootstrap(999, 0.95, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of bootstrap samples must be at least 1000, but was 999");
        assertThatThrownBy(() -> new Bootstrap(1_000, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a confidence level must be above 0 and below 1, but was 1.0");
    }
}
