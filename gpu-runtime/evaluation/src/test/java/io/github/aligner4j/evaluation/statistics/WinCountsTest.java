package io.github.aligner4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WinCountsTest {

    private static final Bootstrap BOOTSTRAP = Bootstrap.DEFAULT;

    @Test
    void thePapersCountsGiveThePapersWinRate() {
        WinCounts printed = new WinCounts(224, 146, 320);

        assertThat(printed.winRate()).isCloseTo(0.113, within(0.0005));
        assertThat(printed.interval(BOOTSTRAP).lower()).isBetween(0.055, 0.063);
        assertThat(printed.interval(BOOTSTRAP).upper()).isBetween(0.163, 0.171);
        assertThat(printed.pValue()).isCloseTo(5.899e-5, within(1e-8));
    }

    @Test
    void withoutComparisonsTheWinRateCanBeAnything() {
        assertThat(new WinCounts(0, 0, 0).interval(BOOTSTRAP)).isEqualTo(new Interval(Double.NaN, -1, 1, 0.95, 0));
        assertThat(new WinCounts(0, 0, 0).pValue()).isEqualTo(1);
    }

    @Test
    void ofOneComparisonLittleIsKnown() {
        Interval win = new WinCounts(1, 0, 0).interval(BOOTSTRAP);
        Interval loss = new WinCounts(0, 1, 0).interval(BOOTSTRAP);

        assertThat(win.value()).isEqualTo(1);
        assertThat(win.lower()).isBetween(-0.6, -0.5);
        assertThat(win.upper()).isEqualTo(1);
        assertThat(loss.upper()).isEqualTo(-win.lower());
    }

    @Test
    void tiesAloneDoNotProveThatThereIsNoDifference() {
        Interval interval = new WinCounts(0, 0, 100).interval(BOOTSTRAP);

        assertThat(interval.value()).isZero();
        assertThat(interval.upper()).isBetween(0.03, 0.04);
        assertThat(interval.lower()).isEqualTo(-interval.upper());
        assertThat(new WinCounts(0, 0, 100).pValue()).isEqualTo(1);
    }

    @Test
    void signTestsAreThoseOfSciPy() {
        for (JsonNode each : Reference.cases("signTests")) {
            double expected = each.get("p").asDouble();
            long wins = each.get("wins").asLong();
            long losses = each.get("losses").asLong();

            assertThat(SignTest.pValue(wins, losses)).isCloseTo(expected, within(1e-9 * expected));
            assertThat(SignTest.pValue(losses, wins)).isEqualTo(SignTest.pValue(wins, losses));
        }
    }

    @Test
    void theSignTestOfHugeCountsStaysAProbability() {
        assertThat(SignTest.pValue(2_000_000_000L, 2_000_000_100L)).isBetween(0.99, 1.0);
        assertThat(SignTest.pValue(1_000_000_000L, 1_001_000_000L)).isBetween(0.0, 1e-100);
    }

    @Test
    void negativeCountsAreRefused() {
        assertThatThrownBy(() -> SignTest.pValue(-1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counts must be at least 0, but were -1 wins and 2 losses");
        assertThatThrownBy(() -> new WinCounts(1, 2, -3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counts must be at least 0, but were 1 wins, 2 losses and -3 ties");
    }
}
