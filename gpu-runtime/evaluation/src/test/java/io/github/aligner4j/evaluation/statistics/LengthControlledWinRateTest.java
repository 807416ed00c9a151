// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import io.github.aligner4j.evaluation.statistics.LengthControlledWinRate.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

class LengthControlledWinRateTest {

    private static final Bootstrap BOOTSTRAP = new Bootstrap(1_000, 0.95, 42);

    @Test
    void rates_and_coefficients_are_those_of_alpaca_evals_fit_by_scikit_learn() {
        for (JsonNode each : Reference.cases("lengthControlled")) {
            LengthControlledWinRate minimal = LengthControlledWinRate.of(rows(each, false), BOOTSTRAP);
            LengthControlledWinRate full = LengthControlledWinRate.of(rows(each, true), BOOTSTRAP);

            assertReference(minimal, each.get("minimal"));
            assertReference(full, each.get("full"));
            double[] fitted = Reference.numbers(each.get("full").get("coefficients"));
            assertThat(full.difficulty().orElseThrow()).isCloseTo(fitted[1], within(1e-5));
            assertThat(full.standardError())
                    .isCloseTo(each.get("full").get("error").asDouble(), within(1e-6));
            assertThat(minimal.difficulty()).isEmpty();
        }
    }

    private static void assertReference(LengthControlledWinRate rate, JsonNode reference) {
        double[] fitted = Reference.numbers(reference.get("coefficients"));
        assertThat(rate.strength()).isCloseTo(reference.get("c").asDouble(), withinPercentage(1e-6));
        assertThat(rate.rate().value()).isCloseTo(reference.get("rate").asDouble(), within(1e-6));
        assertThat(rate.rate().value()).isCloseTo(reference.get("groupFolds").asDouble(), within(2e-3));
        assertThat(rate.length()).isCloseTo(fitted[0], within(1e-5));
        assertThat(rate.constant()).isCloseTo(fitted[fitted.length - 1], within(1e-5));
    }

    @Test
    void the_rate_that_the_rows_were_drawn_with_is_in_the_interval() {
        for (JsonNode each : Reference.cases("lengthControlled")) {
            Interval rate =
                    LengthControlledWinRate.of(rows(each, true), BOOTSTRAP).rate();

            assertThat(each.get("expected").asDouble()).isBetween(rate.lower(), rate.upper() + 0.02);
            assertThat(rate.upper() - rate.lower()).isBetween(0.01, 0.12);
            assertThat(rate.value()).isBetween(rate.lower(), rate.upper());
        }
    }

    @Test
    void an_advantage_by_length_alone_is_none() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int longer = 500 + 37 * (i % 50);
            boolean own = i % 4 != 0;
            rows.add(new Row(own ? 0.9 : 0.1, own ? 500 : longer, own ? longer : 500, OptionalDouble.empty()));
        }

        LengthControlledWinRate controlled = LengthControlledWinRate.of(rows, BOOTSTRAP);

        assertThat(rows.stream().mapToDouble(Row::preference).average().orElseThrow())
                .isCloseTo(0.7, within(1e-9));
        assertThat(controlled.rate().value()).isBetween(0.45, 0.6);
        assertThat(controlled.length()).isNegative();
    }

    @Test
    void rows_without_a_verdict_change_little() {
        JsonNode each = Reference.cases("lengthControlled").get(0);
        List<Row> rows = new ArrayList<>(rows(each, true));
        double complete = LengthControlledWinRate.of(rows, BOOTSTRAP).rate().value();
        Row first = rows.get(0);
        rows.set(0, new Row(Double.NaN, first.baselineLength(), first.length(), first.difficulty()));

        Interval rate = LengthControlledWinRate.of(rows, BOOTSTRAP).rate();

        assertThat(rate.value()).isNotEqualTo(complete).isCloseTo(complete, within(0.01));
        assertThat(rate.lower()).isLessThan(rate.value());
    }

    @Test
    void lengths_are_in_code_points() {
        assertThat(Row.of(1, "ab", "a😀", OptionalDouble.empty())).isEqualTo(new Row(1, 2, 2, OptionalDouble.empty()));
    }

    @Test
    void too_few_rows_are_refused() {
        List<Row> rows = Collections.nCopies(9, new Row(1, 2, 3, OptionalDouble.empty()));

        assertThatThrownBy(() -> LengthControlledWinRate.of(rows, BOOTSTRAP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a length-controlled win rate needs at least 10 rows, but there are 9");
    }

    @Test
    void equal_lengths_are_refused() {
        List<Row> rows = Collections.nCopies(20, new Row(1, 2, 3, OptionalDouble.empty()));

        assertThatThrownBy(() -> LengthControlledWinRate.of(rows, BOOTSTRAP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a length-controlled win rate needs answers of different lengths, but the differences of all 20 "
                                + "rows are the same");
    }

    @Test
    void preferences_are_probabilities() {
        assertThatThrownBy(() -> new Row(1.5, 1, 1, OptionalDouble.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a preference must be 0 to 1, but was 1.5");
    }

    private static List<Row> rows(JsonNode each, boolean difficult) {
        int[] baseline = Reference.integers(each.get("baselineLength"));
        int[] own = Reference.integers(each.get("length"));
        double[] difficulty = Reference.numbers(each.get("difficulty"));
        double[] preference = Reference.numbers(each.get("preference"));
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < own.length; i++) {
            OptionalDouble known = difficult ? OptionalDouble.of(difficulty[i]) : OptionalDouble.empty();
            rows.add(new Row(preference[i], baseline[i], own[i], known));
        }
        return rows;
    }
}
