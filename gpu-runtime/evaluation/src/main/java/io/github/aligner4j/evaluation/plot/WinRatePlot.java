// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Label.Anchor;
import io.github.aligner4j.evaluation.plot.Label.Font;
import io.github.aligner4j.evaluation.plot.Series.Point;
import io.github.aligner4j.evaluation.statistics.Interval;
import java.util.List;
import java.util.Locale;

/** A picture of win rates: wins, ties and losses as a stacked bar, and the win rate with its interval. */
public final class WinRatePlot {

    private static final int WIDTH = 920;
    private static final int TOP = 78;
    private static final int ROW = 50;
    private static final int BAR_LEFT = 250;
    private static final int BAR_RIGHT = 560;
    private static final int RATE_LEFT = 590;
    private static final int RATE_RIGHT = 780;
    private static final int BOTTOM = 62;
    private static final double PERCENT = 100;
    private static final String WHITE = "#fefefe";

    private WinRatePlot() {}

    /** Returns the picture; the win rates of {@code bars} are drawn from top to bottom. */
    public static Scene of(List<WinBar> bars) {
        Drawing drawing = new Drawing();
        int height = TOP + ROW * Math.max(1, bars.size()) + BOTTOM;
        String title = "Win rates";
        drawing.label(WIDTH / 2.0, 26, title, Anchor.MIDDLE, Font.TITLE);
        legend(drawing);
        Panel rates =
                new Panel(axis(bars), new Axis("", Scale.LINEAR, 0, 1), RATE_LEFT, RATE_RIGHT, TOP, height - BOTTOM);
        rates.drawVerticalGrid(drawing);
        rates.drawX(drawing);
        double zero = rates.across(0);
        drawing.line(new Point(zero, TOP), new Point(zero, height - BOTTOM), Brush.stroke(Palette.SOFT, 1.2));
        for (int i = 0; i < bars.size(); i++) {
            row(drawing, rates, bars.get(i), TOP + i * ROW + ROW / 2.0);
        }
        return drawing.scene(title, WIDTH, height);
    }

    /** Returns an axis that has zero in its middle and holds all intervals. */
    private static Axis axis(List<WinBar> bars) {
        double reach = bars.stream()
                .map(WinBar::winRate)
                .filter(rate -> rate.n() > 0)
                .mapToDouble(rate -> Math.max(Math.abs(rate.lower()), Math.abs(rate.upper())))
                .max()
                .orElse(1);
        double end = Math.min(PERCENT, Math.max(10, Math.ceil(reach * 11) * 10));
        return new Axis("win rate, % (interval)", Scale.LINEAR, -end, end);
    }

    private static void legend(Drawing drawing) {
        String[] texts = {"won", "tied", "lost"};
        String[] colors = {Palette.BETTER, Palette.NEUTRAL, Palette.WORSE};
        double x = BAR_LEFT;
        for (int i = 0; i < texts.length; i++) {
            drawing.rectangle(new Point(x, 48), new Point(x + 14, 59), Brush.fill(colors[i], 1));
            drawing.label(x + 20, 58, texts[i], Anchor.START, Font.PLAIN);
            x += 34 + Font.PLAIN.width(texts[i]) + 10;
        }
    }

    private static void row(Drawing drawing, Panel rates, WinBar bar, double y) {
        drawing.label(BAR_LEFT - 14, y - 3, fit(bar.name(), Font.PLAIN.inBold()), Anchor.END, Font.PLAIN.inBold());
        drawing.label(BAR_LEFT - 14, y + 14, fit(bar.note(), Font.NOTE), Anchor.END, Font.NOTE);
        stack(drawing, bar, y);
        Interval rate = bar.winRate();
        if (rate.n() > 0) {
            double at = rates.across(PERCENT * rate.value());
            double from = rates.across(PERCENT * rate.lower());
            double to = rates.across(PERCENT * rate.upper());
            Brush brush = Brush.stroke(Palette.INK, 2);
            drawing.line(new Point(from, y), new Point(to, y), brush);
            drawing.line(new Point(from, y - 5), new Point(from, y + 5), brush);
            drawing.line(new Point(to, y - 5), new Point(to, y + 5), brush);
            drawing.circle(new Point(at, y), 5, Brush.fill(Palette.INK, 1));
            drawing.label(RATE_RIGHT + 18, y - 3, signed(rate.value()) + " %", Anchor.START, Font.PLAIN.inBold());
            String interval = "[" + signed(rate.lower()) + ", " + signed(rate.upper()) + "]";
            drawing.label(RATE_RIGHT + 18, y + 14, interval, Anchor.START, Font.NOTE);
        }
    }

    private static void stack(Drawing drawing, WinBar bar, double y) {
        long[] counts = {bar.counts().wins(), bar.counts().ties(), bar.counts().losses()};
        String[] colors = {Palette.BETTER, Palette.NEUTRAL, Palette.WORSE};
        String[] inks = {WHITE, "#1a1a1a", "#1a1a1a"};
        double x = BAR_LEFT;
        for (int i = 0; i < counts.length; i++) {
            double width = bar.counts().total() == 0
                    ? 0
                    : (BAR_RIGHT - BAR_LEFT) * (double) counts[i] / bar.counts().total();
            if (width > 0) {
                drawing.rectangle(new Point(x, y - 15), new Point(x + width, y + 15), Brush.fill(colors[i], 1));
            }
            String text = String.format(Locale.ROOT, "%,d", counts[i]);
            if (Font.PLAIN.inBold().width(text) + 6 < width) {
                drawing.label(
                        x + width / 2,
                        y + 4.5,
                        text,
                        Anchor.MIDDLE,
                        Font.PLAIN.inBold().in(inks[i]));
            }
            x += width;
        }
        if (bar.counts().total() == 0) {
            drawing.label(BAR_LEFT, y + 4.5, "no verdicts", Anchor.START, Font.NOTE);
        }
    }

    private static String fit(String text, Font font) {
        String fitting = text;
        for (int max = 60; font.width(fitting) > BAR_LEFT - 22; max--) {
            fitting = Label.shorten(text, max);
        }
        return fitting;
    }

    private static String signed(double share) {
        return String.format(Locale.ROOT, "%+.1f", PERCENT * share);
    }
}
