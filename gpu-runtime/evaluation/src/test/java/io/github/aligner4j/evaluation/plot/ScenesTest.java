// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Series.Point;
import io.github.aligner4j.evaluation.score.ScoreScale;
import io.github.aligner4j.evaluation.statistics.Interval;
import io.github.aligner4j.evaluation.statistics.WinCounts;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScenesTest {

    private static final ScoreScale HELPFUL = new ScoreScale("helpful", "", true, "");
    private static final ScoreScale RUDE = new ScoreScale("rude <&>", "", false, "%");
    private static final String HOSTILE = "<script>\u202E\u0007\uD800 & \u05E9\u05DC\u05D5\u05DD";

    static Stream<Scene> scenes() {
        return Stream.of(
                ShiftPlots.shift(HOSTILE, HELPFUL, RUDE, shifts(20)),
                ShiftPlots.shift(HOSTILE, HELPFUL, RUDE, shifts(2_000)),
                ShiftPlots.shift("nothing", HELPFUL, RUDE, List.of()),
                ShiftPlots.shift("all the same", HELPFUL, RUDE, List.of(same())),
                ShiftPlots.path("Path", HELPFUL, RUDE, stops(6)),
                ShiftPlots.path("Path", HELPFUL, RUDE, List.of()),
                WinRatePlot.of(List.of(bar(HOSTILE, 24, 3, 173), bar("none", 0, 0, 0))),
                WinRatePlot.of(List.of()),
                TradeOffPlot.of("Cost", HOSTILE, "USD", List.of(trade("a", 0.1), trade("b", 90), trade(HOSTILE, 91))),
                TradeOffPlot.of("Cost", "", "USD", List.of()),
                DistributionPlots.scores(RUDE, distribution("original"), List.of(distribution(HOSTILE))),
                DistributionPlots.scores(RUDE, Distribution.of("none", ""), List.of()),
                DistributionPlots.edits(List.of(distribution(HOSTILE))));
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void a_picture_is_well_formed_svg_of_finite_numbers(Scene scene) throws Exception {
        String svg = scene.svg();

        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(svg).doesNotContain("NaN", "Infinity", "<script", "\u202E", "\u0007");
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void a_png_has_twice_the_pixels_of_the_picture(Scene scene) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(scene.png()));

        assertThat(image.getWidth()).isEqualTo(2 * scene.width());
        assertThat(image.getHeight()).isEqualTo(2 * scene.height());
    }

    @Test
    void a_png_has_the_shapes_where_the_svg_has_them() throws IOException {
        Drawing drawing = new Drawing();
        drawing.rectangle(new Point(10, 20), new Point(30, 40), Brush.fill("#0072b2", 1));
        Scene scene = drawing.scene("A square", 50, 60);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(scene.png()));

        assertThat(scene.svg()).contains("d=\"M10.0,20.0L30.0,20.0L30.0,40.0L10.0,40.0Z\" fill=\"#0072b2\"");
        assertThat(image.getRGB(40, 60)).isEqualTo(0xff0072b2);
        assertThat(image.getRGB(10, 10)).isEqualTo(0xffffffff);
        assertThat(image.getRGB(70, 60)).isEqualTo(0xffffffff);
    }

    @Test
    void few_answers_are_arrows_and_many_are_contours_around_their_share() {
        assertThat(ShiftPlots.shift("few", HELPFUL, RUDE, shifts(20)).svg())
                .contains("n = 20<")
                .doesNotContain("contours");
        assertThat(ShiftPlots.shift("many", HELPFUL, RUDE, shifts(2_000)).svg())
                .contains("n = 2,000; contours hold 30, 60 and 90 %");
    }

    @Test
    void a_contour_holds_the_share_of_points_that_it_says() {
        Random random = new Random(5);
        List<Point> points = IntStream.range(0, 4_000)
                .mapToObj(i -> new Point(random.nextGaussian(), random.nextGaussian()))
                .toList();
        Axis axis = new Axis("", Scale.LINEAR, -4, 4);
        List<List<Point>> rings =
                DensityGrid.of(points, axis, axis, new Point(0.25, 0.25)).contours(0.6);

        long inside = points.stream()
                .filter(point -> Math.hypot(point.x(), point.y())
                        < rings.get(0).stream()
                                .mapToDouble(each -> Math.hypot(each.x(), each.y()))
                                .average()
                                .orElse(0))
                .count();

        assertThat(rings).hasSize(1);
        assertThat(inside).isBetween(2_280L, 2_680L);
    }

    @Test
    void two_groups_of_points_have_a_closed_contour_each() {
        Random random = new Random(6);
        List<Point> points = IntStream.range(0, 1_000)
                .mapToObj(i -> new Point(i % 2 * 6 + 0.4 * random.nextGaussian(), 0.4 * random.nextGaussian()))
                .toList();
        Axis axis = new Axis("", Scale.LINEAR, -3, 9);

        assertThat(DensityGrid.of(points, axis, axis, new Point(0.3, 0.3)).contours(0.5))
                .hasSize(2);
    }

    @Test
    void a_density_has_the_area_one() {
        double[] values = new Random(7).doubles(500, 2, 5).toArray();

        double[] density = Density.line(values, new Axis("", Scale.LINEAR, 0, 8), 0.2, 401);

        assertThat(java.util.Arrays.stream(density).sum() * 8 / 400).isBetween(0.999, 1.001);
    }

    @Test
    void names_of_points_that_are_close_do_not_overlap() {
        List<TradeOff> systems = IntStream.range(0, 6)
                .mapToObj(i -> trade("system number " + i, 5 + 0.001 * i))
                .toList();

        String svg = TradeOffPlot.of("Cost", "", "USD", systems).svg();

        Matcher labels = Pattern.compile("<text x=\"([\\d.]+)\" y=\"([\\d.]+)\"[^>]*>system number")
                .matcher(svg);
        List<double[]> places = labels.results()
                .map(each -> new double[] {Double.parseDouble(each.group(1)), Double.parseDouble(each.group(2))})
                .toList();
        assertThat(places).hasSize(6);
        for (int i = 0; i < places.size(); i++) {
            for (int j = 0; j < i; j++) {
                boolean apart = Math.abs(places.get(i)[1] - places.get(j)[1]) >= 12
                        || Math.abs(places.get(i)[0] - places.get(j)[0]) >= 100;
                assertThat(apart).isTrue();
            }
        }
    }

    @Test
    void a_java_without_fonts_or_graphics_is_told_what_to_do() {
        Error noFonts = new Error("Probable fatal error: No physical fonts found.");
        noFonts.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("sun.font.SunFontManager", "getDefaultPhysicalFont", "SunFontManager.java", 1056)
        });

        for (Throwable failure : List.of(noFonts, new NoClassDefFoundError("java.awt.GraphicsEnvironment$LocalGE"))) {
            assertThatThrownBy(() -> failing(failure).png())
                    .isInstanceOf(PngUnavailableException.class)
                    .hasCause(failure)
                    .hasMessage("PNG images can't be drawn, since this Java can't load fonts or graphics (" + failure
                            + "); install fontconfig and a font, such as the packages fontconfig and"
                            + " fonts-dejavu-core, start Java with -Djava.awt.headless=true if there is no screen, or"
                            + " use the SVG files, which need neither");
        }
        assertThatThrownBy(() -> failing(new IllegalStateException("a bug")).png())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_color_that_is_not_of_six_digits_is_refused() {
        assertThatThrownBy(() -> new Series("loss", Series.Mark.LINE, "red", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the color of the series 'loss' must be of the form #rrggbb, but was 'red'");
    }

    private static Scene failing(Throwable failure) {
        return new Scene("", 10, 10, List.of(pen -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }));
    }

    private static List<Shift> shifts(int n) {
        Random random = new Random(n);
        return IntStream.range(0, n)
                .mapToObj(i -> new Shift(
                        new Point(random.nextGaussian(), 50 + 20 * random.nextGaussian()),
                        new Point(1 + random.nextGaussian(), 20 + 10 * random.nextGaussian())))
                .toList();
    }

    private static Shift same() {
        return new Shift(new Point(1, 1), new Point(1, 1));
    }

    private static List<Stop> stops(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> new Stop("step-" + i, interval(0.1 * i), interval(Math.sqrt(i))))
                .toList();
    }

    private static Interval interval(double value) {
        return new Interval(value, value - 0.1, value + 0.1, 0.95, 200);
    }

    private static WinBar bar(String name, long wins, long losses, long ties) {
        WinCounts counts = new WinCounts(wins, losses, ties);
        Interval rate = counts.total() == 0
                ? new Interval(Double.NaN, Double.NaN, Double.NaN, 0.95, 0)
                : new Interval(counts.winRate(), -0.1, 0.3, 0.95, counts.total());
        return new WinBar(name, "judge · harmless", counts, rate);
    }

    private static TradeOff trade(String name, double cost) {
        return new TradeOff(name, cost, interval(0.2));
    }

    private static Distribution distribution(String name) {
        return Distribution.of(name, "n = 300", new Random(1).doubles(300).toArray());
    }
}
