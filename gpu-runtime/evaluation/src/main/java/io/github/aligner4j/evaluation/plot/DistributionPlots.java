// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Label.Anchor;
import io.github.aligner4j.evaluation.plot.Label.Font;
import io.github.aligner4j.evaluation.plot.Series.Point;
import io.github.aligner4j.evaluation.score.ScoreScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Pictures of distributions, one below the other on the same axis. */
public final class DistributionPlots {

    private static final int WIDTH = 760;
    private static final int LEFT = 76;
    private static final int RIGHT = 24;
    private static final int TOP = 50;
    private static final int LEGEND = 26;
    private static final int ROW = 104;
    private static final int ROW_TOP = 26;
    private static final int BOTTOM = 58;
    private static final int STEPS = 201;
    private static final int BINS = 20;
    private static final Brush BEFORE =
            Brush.fill(Palette.NEUTRAL, 0.3).outline(Palette.SOFT, 1.5).dash();
    private static final Brush AFTER = Brush.fill(Palette.BETTER, 0.25).outline(Palette.BETTER, 2);

    private DistributionPlots() {}

    /**
     * Returns the densities of scores before and after correction, a row for each system.
     *
     * @param before the scores of the original answers
     * @param after the scores of each system's answers
     */
    public static Scene scores(ScoreScale scale, Distribution before, List<Distribution> after) {
        double[] all = Stream.concat(Stream.of(before), after.stream())
                .flatMapToDouble(each -> Arrays.stream(each.numbers()))
                .toArray();
        double min = DoubleStream.of(all).min().orElse(0);
        double max = DoubleStream.of(all).max().orElse(1);
        double margin = max > min ? 0.06 * (max - min) : 0.5;
        Axis x = new Axis(ShiftPlots.label(scale), Scale.LINEAR, min - margin, max + margin);
        String title = "Scores before and after: " + Label.shorten(scale.name(), 40);
        Drawing drawing = start(title);
        legend(drawing, before);
        double bandwidth = Stream.concat(Stream.of(before), after.stream())
                .map(Distribution::numbers)
                .filter(values -> values.length > 0)
                .mapToDouble(values -> Density.bandwidth(values, x.max() - x.min()))
                .min()
                .orElse(1);
        double highest = Stream.concat(Stream.of(before), after.stream())
                .filter(each -> each.numbers().length > 0)
                .flatMapToDouble(each -> Arrays.stream(Density.line(each.numbers(), x, bandwidth, STEPS)))
                .max()
                .orElse(1);
        for (int i = 0; i < after.size(); i++) {
            Panel panel = row(drawing, TOP + LEGEND + i * ROW, x, new Axis("", Scale.LINEAR, 0, highest), after.get(i));
            density(drawing, panel, before.numbers(), bandwidth, BEFORE);
            density(drawing, panel, after.get(i).numbers(), bandwidth, AFTER);
            if (i == after.size() - 1) {
                panel.drawX(drawing);
            }
        }
        return drawing.scene(title, WIDTH, height(after.size(), TOP + LEGEND));
    }

    /**
     * Returns histograms of edit ratios, 0 to 1, a row for each system.
     *
     * @param changed the ratios of the changed answers of each system
     */
    public static Scene edits(List<Distribution> changed) {
        Axis x = new Axis("edit ratio of changed answers (1: nothing is kept)", Scale.LINEAR, 0, 1);
        String title = "Sizes of changes";
        Drawing drawing = start(title);
        for (int i = 0; i < changed.size(); i++) {
            int[] counts = counts(changed.get(i).numbers());
            double max = Math.max(1, Arrays.stream(counts).max().orElse(1));
            Panel panel =
                    row(drawing, TOP + i * ROW, x, new Axis("answers", Scale.LINEAR, 0, max * 1.05), changed.get(i));
            bars(drawing, panel, counts);
            if (i == changed.size() - 1) {
                panel.drawX(drawing);
            }
        }
        return drawing.scene(title, WIDTH, height(changed.size(), TOP));
    }

    private static Drawing start(String title) {
        Drawing drawing = new Drawing();
        drawing.label(WIDTH / 2.0, 26, title, Anchor.MIDDLE, Font.TITLE);
        return drawing;
    }

    private static int height(int rows, int top) {
        return top + Math.max(1, rows) * ROW + BOTTOM;
    }

    private static Panel row(Drawing drawing, double start, Axis x, Axis y, Distribution row) {
        double top = start + ROW_TOP;
        Panel panel = new Panel(x, y, LEFT, WIDTH - RIGHT, top, top + ROW - ROW_TOP - 8);
        String name = Label.shorten(row.name(), 40);
        drawing.label(LEFT, top - 8, name, Anchor.START, Font.PLAIN.inBold());
        drawing.label(WIDTH - RIGHT, top - 8, Label.shorten(row.note(), 70), Anchor.END, Font.NOTE);
        panel.drawVerticalGrid(drawing);
        for (double tick : y.label().isEmpty() ? List.<Double>of() : y.coarseTicks()) {
            double at = panel.down(tick);
            drawing.line(new Point(LEFT, at), new Point(WIDTH - RIGHT, at), Brush.stroke(Palette.GRID, 1));
            drawing.label(LEFT - 8, at + 4.5, y.text(tick), Anchor.END, Font.PLAIN);
        }
        drawing.label(20, (panel.top() + panel.bottom()) / 2, y.label(), Anchor.MIDDLE, Font.NOTE.turn());
        drawing.line(
                new Point(LEFT, panel.bottom()),
                new Point(WIDTH - RIGHT, panel.bottom()),
                Brush.stroke(Palette.SOFT, 1));
        return panel;
    }

    private static void legend(Drawing drawing, Distribution before) {
        double y = TOP + 4;
        drawing.rectangle(new Point(LEFT, y - 10), new Point(LEFT + 22, y), BEFORE);
        String text = Label.shorten(before.name(), 30) + ", " + before.note();
        drawing.label(LEFT + 30, y, text, Anchor.START, Font.PLAIN);
        double x = LEFT + 30 + Font.PLAIN.width(text) + 24;
        drawing.rectangle(new Point(x, y - 10), new Point(x + 22, y), AFTER);
        drawing.label(x + 30, y, "after", Anchor.START, Font.PLAIN);
    }

    private static void density(Drawing drawing, Panel panel, double[] values, double bandwidth, Brush brush) {
        if (values.length == 0) {
            return;
        }
        Axis x = panel.x();
        double[] density = Density.line(values, x, bandwidth, STEPS);
        List<Point> ring = new ArrayList<>();
        ring.add(panel.at(x.min(), 0));
        for (int i = 0; i < STEPS; i++) {
            ring.add(panel.at(x.min() + i * (x.max() - x.min()) / (STEPS - 1), density[i]));
        }
        ring.add(panel.at(x.max(), 0));
        drawing.area(List.of(ring), brush);
    }

    private static int[] counts(double[] values) {
        int[] counts = new int[BINS];
        for (double value : values) {
            counts[Math.max(0, Math.min(BINS - 1, (int) (value * BINS)))]++;
        }
        return counts;
    }

    private static void bars(Drawing drawing, Panel panel, int[] counts) {
        for (int i = 0; i < BINS; i++) {
            if (counts[i] > 0) {
                drawing.rectangle(
                        new Point(panel.across((double) i / BINS) + 1, panel.down(counts[i])),
                        new Point(panel.across((i + 1.0) / BINS) - 1, panel.bottom()),
                        Brush.fill(Palette.BETTER, 0.85));
            }
        }
    }
}
