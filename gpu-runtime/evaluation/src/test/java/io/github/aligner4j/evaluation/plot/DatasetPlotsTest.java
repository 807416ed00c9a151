// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Series.Point;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DatasetPlotsTest {

    @Test
    void lengths_that_spread_widely_are_drawn_logarithmically() {
        double[] none = {};

        assertThat(DatasetPlots.lengths(new double[] {10, 10}, new double[] {0, 0})
                        .xScale())
                .isEqualTo(Scale.LINEAR);
        assertThat(DatasetPlots.lengths(none, none).text()).doesNotContain("NaN");
        SvgPlot plot = DatasetPlots.lengths(new double[] {10, 5000}, new double[] {0, 5000});
        assertThat(plot.xScale()).isEqualTo(Scale.LOGARITHMIC);
        assertThat(plot.text()).contains(">1000<").doesNotContain("NaN");
        assertThat(plot.series().get(0).points().stream().mapToDouble(Point::y).sum())
                .isEqualTo(2);
    }
}
