package io.github.aligner4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SharesTest {

    @Test
    void intervalsAreThoseOfStatsmodels() {
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
    void aShareOfNothingCanBeAnything() {
        assertThat(Shares.wilson(0, 0, 0.9)).isEqualTo(new Interval(Double.NaN, 0, 1, 0.9, 0));
    }

    @Test
    void aPartThatIsMoreThanAllIsRefused() {
        assertThatThrownBy(() -> Shares.wilson(3, 2, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a share's part must be 0 to 2, but was 3");
    }
}
