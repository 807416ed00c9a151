// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An axis of a plot, with ticks at round values. */
record Axis(String label, Scale scale, double min, double max) {

    private static final int TARGET_TICKS = 6;
    private static final double[] STEPS = {1, 2, 5, 10};
    private static final int MAX_DIVIDED_DECADES = 4;

    /** Widens an empty range. */
    Axis {
        if (!(max > min)) {
            max = min + 1;
        }
    }

    /** Returns the position of {@code value} on the axis: 0 at its start, 1 at its end. */
    double fraction(double value) {
        return (value - min) / (max - min);
    }

    List<Double> ticks() {
        return scale == Scale.LOGARITHMIC ? powerTicks() : evenTicks();
    }

    /** Returns the logarithms of 1, 2, 5, 10 and so on, or only those of powers of ten if the range has many. */
    private List<Double> powerTicks() {
        int divisions = max - min > MAX_DIVIDED_DECADES ? 1 : STEPS.length - 1;
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(min); power <= max; power++) {
            for (int i = 0; i < divisions; i++) {
                double tick = power + Math.log10(STEPS[i]);
                if (tick >= min && tick <= max) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    private List<Double> evenTicks() {
        double step = step();
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Returns the ends and the middle of what {@link #ticks()} returns, for axes with little room. */
    List<Double> coarseTicks() {
        List<Double> ticks = ticks();
        int last = ticks.size() - 1;
        return last < 3 ? ticks : List.of(ticks.get(0), ticks.get(last / 2), ticks.get(last / 2 * 2));
    }

    /** Returns the label of a tick, with as many digits as distinguish it from the next one. */
    String text(double tick) {
        if (scale == Scale.LOGARITHMIC) {
            double value = Math.pow(10, tick);
            return value < 1 ? String.format(Locale.ROOT, "%.1g", value) : String.valueOf(Math.round(value));
        }
        int digits = Math.max(0, (int) Math.ceil(-Math.log10(step()) - 1e-9));
        return String.format(Locale.ROOT, "%." + digits + "f", tick == 0 ? 0.0 : tick);
    }

    private double step() {
        double rough = (max - min) / TARGET_TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double step : STEPS) {
            if (rough <= step * power) {
                return step * power;
            }
        }
        return STEPS[STEPS.length - 1] * power;
    }
}
