// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Label.Anchor;
import io.github.aligner4j.evaluation.plot.Label.Font;
import io.github.aligner4j.evaluation.plot.Series.Point;
import java.util.List;
import java.util.stream.DoubleStream;

/** A picture of win rates against what they cost. */
public final class TradeOffPlot {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 480;
    private static final double MAX_LINEAR_SPREAD = 30;
    private static final double PERCENT = 100;

    private TradeOffPlot() {}

    /**
     * Returns the picture. Costs are drawn logarithmically if none is 0 and they spread widely.
     *
     * @param title the title
     * @param note the judge, the aspect and the baseline
     * @param costLabel the label of the costs, with their unit
     */
    public static Scene of(String title, String note, String costLabel, List<TradeOff> systems) {
        double min = systems.stream().mapToDouble(TradeOff::cost).min().orElse(0);
        double max = systems.stream().mapToDouble(TradeOff::cost).max().orElse(1);
        boolean logarithmic = min > 0 && max > MAX_LINEAR_SPREAD * min;
        List<TradeOff> drawn = systems.stream()
                .map(each -> logarithmic ? new TradeOff(each.name(), Math.log10(each.cost()), each.winRate()) : each)
                .toList();
        Drawing drawing = new Drawing();
        drawing.label(WIDTH / 2.0, 26, title, Anchor.MIDDLE, Font.TITLE);
        drawing.label(WIDTH / 2.0, 46, Label.shorten(note, 110), Anchor.MIDDLE, Font.NOTE);
        Panel panel = panel(costLabel, logarithmic, drawn);
        panel.drawVerticalGrid(drawing);
        panel.drawY(drawing, 20);
        panel.drawX(drawing);
        if (panel.y().min() < 0 && panel.y().max() > 0) {
            double zero = panel.down(0);
            drawing.line(
                    new Point(panel.left(), zero), new Point(panel.right(), zero), Brush.stroke(Palette.SOFT, 1.2));
        }
        points(drawing, panel, drawn);
        return drawing.scene(title, WIDTH, HEIGHT);
    }

    private static Panel panel(String label, boolean logarithmic, List<TradeOff> systems) {
        double[] costs = systems.stream().mapToDouble(TradeOff::cost).toArray();
        double max = DoubleStream.of(costs).max().orElse(1);
        double min = logarithmic ? DoubleStream.of(costs).min().orElse(0) : 0;
        double margin = max > min ? 0.08 * (max - min) : 0.5;
        double lowest = systems.stream()
                .mapToDouble(each -> PERCENT * each.winRate().lower())
                .min()
                .orElse(0);
        double highest = systems.stream()
                .mapToDouble(each -> PERCENT * each.winRate().upper())
                .max()
                .orElse(1);
        double above = Math.max(2, 0.08 * (Math.max(0, highest) - Math.min(0, lowest)));
        return new Panel(
                new Axis(
                        label + (logarithmic ? " (logarithmic)" : ""),
                        logarithmic ? Scale.LOGARITHMIC : Scale.LINEAR,
                        logarithmic ? min - margin : -margin / 2,
                        max + margin),
                new Axis(
                        "win rate, % (interval)",
                        Scale.LINEAR, Math.min(0, lowest) - above, Math.max(0, highest) + above),
                76,
                WIDTH - 24,
                60,
                HEIGHT - 62);
    }

    private static void points(Drawing drawing, Panel panel, List<TradeOff> systems) {
        LabelPlacer names = new LabelPlacer(panel);
        for (TradeOff each : systems) {
            Point at = panel.at(each.cost(), PERCENT * each.winRate().value());
            double top = panel.down(PERCENT * each.winRate().upper());
            double bottom = panel.down(PERCENT * each.winRate().lower());
            names.take(at.x() - 5, top, at.x() + 5, bottom);
            names.take(at.x() - 7, at.y() - 7, at.x() + 7, at.y() + 7);
            Brush brush = Brush.stroke(Palette.NEUTRAL, 2);
            drawing.line(new Point(at.x(), top), new Point(at.x(), bottom), brush);
            drawing.line(new Point(at.x() - 5, top), new Point(at.x() + 5, top), brush);
            drawing.line(new Point(at.x() - 5, bottom), new Point(at.x() + 5, bottom), brush);
            drawing.circle(at, 5.5, Brush.fill(Palette.BETTER, 1));
        }
        for (TradeOff each : systems) {
            names.place(drawing, panel.at(each.cost(), PERCENT * each.winRate().value()), each.name(), Font.PLAIN);
        }
    }
}
