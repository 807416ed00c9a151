// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SharesTest {

    @Test
    void intervals_are_those_of_statsmodels() {
        for (JsonNode each : Reference.cases("wilson")) {
            Interval interval = Shares.wilson(
                    each.get("part").asLong(),
                    each.get("all").asLong(),
                    each.get("level").asDouble());

            assertThat(interval.lower()).isCloseTo(each.get("lower").asDouble(), within(1e-9));
            assertThat(interval.upper()).isCloseTo(each.get("upper").asDouble(), within(1e-9));
        }
    }

    @Test
    void a_share_of_nothing_can_be_anything() {
        assertThat(Shares.wilson(0, 0, 0.9)).isEqualTo(new Interval(Double.NaN, 0, 1, 0.9, 0));
    }

    @Test
    void a_part_that_is_more_than_all_is_refused() {
        assertThatThrownBy(() -> Shares.wilson(3, 2, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a share's part must be 0 to 2, but was 3");
    }
}
