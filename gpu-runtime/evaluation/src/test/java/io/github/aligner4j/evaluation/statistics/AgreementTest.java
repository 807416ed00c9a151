// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class AgreementTest {

    private static final Bootstrap BOOTSTRAP = Bootstrap.DEFAULT;

    @Test
    void kappa_is_that_of_scikit_learn_and_its_interval_that_of_scipy() {
        for (JsonNode each : Reference.cases("kappas")) {
            Agreement agreement = Reference.agreement(each);
            double lower = each.get("lower").asDouble();
            double upper = each.get("upper").asDouble();

            Interval kappa = agreement.kappa(BOOTSTRAP);

            assertThat(kappa.value()).isCloseTo(each.get("kappa").asDouble(), within(1e-12));
            assertThat(kappa.lower()).isCloseTo(lower, within(0.08 * (upper - lower)));
            assertThat(kappa.upper()).isCloseTo(upper, within(0.08 * (upper - lower)));
            assertThat(agreement.accuracy(BOOTSTRAP).value())
                    .isCloseTo(each.get("accuracy").asDouble(), within(1e-12));
        }
    }

    @Test
    void the_interval_of_many_rows_is_like_the_analytic_one_of_statsmodels() {
        JsonNode each = Reference.cases("kappas").get(2);

        Interval kappa = Reference.agreement(each).kappa(BOOTSTRAP);

        assertThat(kappa.lower()).isCloseTo(each.get("analyticLower").asDouble(), within(0.01));
        assertThat(kappa.upper()).isCloseTo(each.get("analyticUpper").asDouble(), within(0.01));
    }

    @Test
    void things_of_the_same_group_are_not_independent() {
        Agreement independent = new Agreement(2);
        Agreement grouped = new Agreement(2);
        for (int i = 0; i < 200; i++) {
            int other = i / 10 % 3 == 0 ? 0 : 1;
            independent.add("row " + i, 1, other);
            grouped.add("row " + i / 10, 1, other);
        }

        assertThat(grouped.pairs()).isEqualTo(200);
        assertThat(grouped.accuracy(BOOTSTRAP).value())
                .isEqualTo(independent.accuracy(BOOTSTRAP).value());
        assertThat(width(grouped.accuracy(BOOTSTRAP))).isGreaterThan(2 * width(independent.accuracy(BOOTSTRAP)));
        assertThat(grouped.accuracy(BOOTSTRAP).n()).isEqualTo(20);
    }

    @Test
    void of_a_single_rating_the_accuracy_is_known_but_not_kappa() {
        Agreement agreement = new Agreement(3);
        for (int i = 0; i < 10; i++) {
            agreement.add("row " + i, 2, 2);
        }

        assertThat(agreement.accuracy(BOOTSTRAP).value()).isEqualTo(1);
        assertThat(agreement.accuracy(BOOTSTRAP).lower()).isBetween(0.7, 0.73);
        assertThat(agreement.kappa(BOOTSTRAP).value()).isNaN();
        assertThat(agreement.kappa(BOOTSTRAP).lower()).isNaN();
    }

    @Test
    void without_things_nothing_is_known() {
        assertThat(new Agreement(3).kappa(BOOTSTRAP).value()).isNaN();
        assertThat(new Agreement(3).accuracy(BOOTSTRAP)).isEqualTo(new Interval(Double.NaN, 0, 1, 0.95, 0));
    }

    @Test
    void raters_who_never_agree_are_worse_than_chance() {
        Agreement agreement = new Agreement(2);
        for (int i = 0; i < 10; i++) {
            agreement.add("row " + i / 2, i % 2, 1 - i % 2);
        }

        assertThat(agreement.kappa(BOOTSTRAP).value()).isEqualTo(-1);
        assertThat(agreement.accuracy(BOOTSTRAP).value()).isZero();
        assertThat(agreement.accuracy(BOOTSTRAP).upper()).isGreaterThan(0.3);
    }

    @Test
    void ratings_outside_the_categories_are_refused() {
        assertThatThrownBy(() -> new Agreement(3).add("row", 0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a rating must be 0 to 2, but was 3");
        assertThatThrownBy(() -> new Agreement(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of categories must be at least 2, but was 1");
    }

    private static double width(Interval interval) {
        return interval.upper() - interval.lower();
    }
}
