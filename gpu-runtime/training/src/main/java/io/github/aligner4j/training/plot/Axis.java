package io.github.aligner4j.training.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A range of values with round numbers for its ticks. */
record Axis(String label, double least, double most) {

    private static final int WANTED_TICKS = 6;
    private static final double[] STEPS = {1, 2, 5, 10};

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
        double step = step();
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(least / step - 1e-9); i * step <= most + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Returns a tick as text, with as many digits as tell it from its neighbours. */
    String text(double tick) {
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
