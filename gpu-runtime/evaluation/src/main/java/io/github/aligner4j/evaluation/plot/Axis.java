package io.github.aligner4j.evaluation.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A range of values with round numbers for its ticks. */
record Axis(String label, Scale scale, double least, double most) {

    private static final int WANTED_TICKS = 6;
    private static final double[] STEPS = {1, 2, 5, 10};
    private static final int MOST_DIVIDED_DECADES = 4;

    /** Creates an axis; a range that is empty is widened. */
    Axis {
        if (!(most > least)) {
            most = least + 1;
        }
    }

    /** Returns where {@code value} lies, 0 at the beginning and 1 at the end. */
    double place(double value) {
        return (value - least) / (most - least);
    }

    List<Double> ticks() {
        return scale == Scale.LOGARITHMIC ? powerTicks() : evenTicks();
    }

    /** Returns the logarithms of 1, 2, 5, 10, ..., or of powers of ten alone if the range has many. */
    private List<Double> powerTicks() {
        int divisions = most - least > MOST_DIVIDED_DECADES ? 1 : STEPS.length - 1;
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(least); power <= most; power++) {
            for (int i = 0; i < divisions; i++) {
                double tick = power + Math.log10(STEPS[i]);
                if (tick >= least && tick <= most) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    private List<Double> evenTicks() {
        double step = step();
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(least / step - 1e-9); i * step <= most + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Returns a tick as text, with as many digits as tell it from its neighbours. */
    String text(double tick) {
        if (scale == Scale.LOGARITHMIC) {
            double value = Math.pow(10, tick);
            return value < 1 ? String.format(Locale.ROOT, "%.1g", value) : String.valueOf(Math.round(value));
        }
        int digits = Math.max(0, (int) Math.ceil(-Math.log10(step()) - 1e-9));
        return String.format(Locale.ROOT, "%." + digits + "f", tick == 0 ? 0.0 : tick);
    }

    private double step() {
        double rough = (most - least) / WANTED_TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double step : STEPS) {
            if (rough <= step * power) {
                return step * power;
            }
        }
        return STEPS[STEPS.length - 1] * power;
    }
}
