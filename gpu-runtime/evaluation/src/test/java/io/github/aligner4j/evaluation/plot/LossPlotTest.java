// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Series.Point;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LossPlotTest {

    @Test
    void each_stage_has_a_moving_average_and_the_dev_set_a_line_of_its_own() {
        List<Point> steps =
                IntStream.range(0, 5000).mapToObj(i -> new Point(i, i % 2)).toList();

        SvgPlot plot = LossPlot.of(Map.of("correction", steps), List.of(new Point(4999, 0.5)));

        assertThat(plot.series()).extracting(Series::name).containsExactly("", "correction", "dev set");
        assertThat(plot.series().get(1).points()).hasSizeLessThan(2001).allMatch(point -> point.y() < 0.6);
        assertThat(LossPlot.of(Map.of(), List.of()).text()).doesNotContain("NaN");
    }
}
