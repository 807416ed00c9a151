// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.DetectorScores.Decisions;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DetectorScoresTest {

    private static final DetectorScores SCORES =
            new DetectorScores(List.of(0.9, 0.5, 0.2, 0.8), List.of(0.1, 0.5, 0.05, 0.3, 0.0));

    @Test
    void an_answer_is_found_from_the_threshold_on() {
        Decisions decisions = SCORES.at(0.5);

        assertThat(decisions).isEqualTo(new Decisions(0.5, 3, 1, 1, 4));
        assertThat(decisions.recall()).isEqualTo(0.75);
        assertThat(decisions.falsePositiveRate()).isEqualTo(0.2);
        assertThat(decisions.accuracy()).isCloseTo(7 / 9.0, within(1e-12));
    }

    @Test
    void a_threshold_is_chosen_by_the_false_positives_that_are_allowed() {
        assertThat(SCORES.lowestThreshold(0.2)).hasValue(Math.nextUp(0.3));
        assertThat(SCORES.lowestThreshold(0)).hasValue(Math.nextUp(0.5));
        assertThat(SCORES.lowestThreshold(1)).hasValue(0);
        assertThat(new DetectorScores(List.of(), List.of(1.0)).lowestThreshold(0.5))
                .isEmpty();
    }

    @Test
    void shares_without_answers_are_zero_and_there_is_no_area() {
        DetectorScores none = new DetectorScores(List.of(), List.of());

        assertThat(none.at(0.5).recall()).isZero();
        assertThat(none.at(0.5).falsePositiveRate()).isZero();
        assertThat(none.at(0.5).accuracy()).isZero();
        assertThat(none.areaUnderCurve()).isEmpty();
    }

    @Test
    void a_score_out_of_range_is_refused() {
        assertThatThrownBy(() -> new DetectorScores(List.of(1.5), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a score must be between 0 and 1, but was 1.5");
        assertThatThrownBy(() -> new DetectorScores(List.of(), List.of(Double.NaN)))
                .hasMessageContaining("but was NaN");
    }

    @Property
    void the_area_is_the_share_of_pairs_in_the_right_order(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 1) Double> positives,
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 1) Double> negatives) {
        double pairs = 0;
        for (double positive : positives) {
            for (double negative : negatives) {
                pairs += positive > negative ? 1 : positive == negative ? 0.5 : 0;
            }
        }

        assertThat(new DetectorScores(positives, negatives).areaUnderCurve().orElseThrow())
                .isCloseTo(pairs / positives.size() / negatives.size(), within(1e-9));
    }

    @Property
    void the_chosen_threshold_keeps_the_limit_and_no_lower_score_does(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 0.99) Double> negatives,
            @ForAll @DoubleRange(min = 0, max = 1) double max) {
        DetectorScores scores = new DetectorScores(List.of(), negatives);

        double threshold = scores.lowestThreshold(max).orElseThrow();

        assertThat(scores.at(threshold).falsePositiveRate()).isLessThanOrEqualTo(max);
        if (threshold > 0) {
            assertThat(scores.at(Math.nextDown(threshold)).falsePositiveRate()).isGreaterThan(max);
        }
    }
}
