// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

import static org.assertj.core.api.Assertions.assertThat;

class SvgPlotTest {

    @Test
    void a_plot_is_well_formed_and_shows_what_it_was_given() throws Exception {
        String text = new SvgPlot(
                        "a < b & c",
                        "step",
                        "loss",
                        List.of(
                                new Series(
                                        "train",
                                        Series.Mark.LINE,
                                        "#111111",
                                        List.of(point(0, 2), point(10, 1), point(5, Double.NaN))),
                                new Series("dev", Series.Mark.DOTTED_LINE, "#222222", List.of(point(5, 1.5)))))
                .text();

        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(text).contains("<polyline points=\"72.0,63.8 836.0,221.9\" fill=\"none\" stroke=\"#111111\"");
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(1);
        assertThat(svg.getDocumentElement().getTextContent()).contains("a < b & c", "train", "dev", "0.5");
    }

    @Test
    void a_plot_of_nothing_is_empty_not_broken() {
        assertThat(new SvgPlot("t", "x", "y", List.of()).text())
                .contains("</svg>")
                .doesNotContain("NaN");
        assertThat(new SvgPlot("t", "x", "y", List.of(new Series("", Series.Mark.BAR, "#111111", List.of(point(1, 0)))))
                        .text())
                .doesNotContain("NaN");
    }

    @Test
    void ticks_are_round_numbers() {
        assertThat(new Axis("", Scale.LINEAR, 0, 0.93)
                        .ticks().stream()
                                .map(new Axis("", Scale.LINEAR, 0, 0.93)::text)
                                .toList())
                .containsExactly("0.0", "0.2", "0.4", "0.6", "0.8");
        assertThat(new Axis("", Scale.LINEAR, -3, 2900).ticks())
                .containsExactly(0.0, 500.0, 1000.0, 1500.0, 2000.0, 2500.0);
    }

    @Test
    void ticks_of_logarithms_are_what_they_are_the_logarithms_of() {
        Axis twoDecades = new Axis("", Scale.LOGARITHMIC, 0.5, 2.2);
        assertThat(twoDecades.ticks().stream().map(twoDecades::text)).containsExactly("5", "10", "20", "50", "100");
        Axis manyDecades = new Axis("", Scale.LOGARITHMIC, -1, 4);
        assertThat(manyDecades.ticks().stream().map(manyDecades::text))
                .containsExactly("0.1", "1", "10", "100", "1000", "10000");
    }

    private static Series.Point point(double x, double y) {
        return new Series.Point(x, y);
    }
}
