// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.evaluation.statistics.Interval;
import java.util.Locale;

/** Formats numbers. */
public final class Figures {

    /** Stands where there is no number. */
    public static final String NONE = "–";

    private Figures() {}

    /** Returns a number with separators of thousands. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Returns a number with its share of {@code all} in parentheses; without it if there are none. */
    public static String of(long value, long all) {
        return value == 0 || all == 0 ? count(value) : count(value) + " (" + percent(value, all) + ")";
    }

    /** Returns the share of {@code value} in {@code all}, with one decimal. */
    public static String percent(long value, long all) {
        return String.format(Locale.ROOT, "%.1f %%", all == 0 ? 0.0 : 100.0 * value / all);
    }

    /** Returns an estimate in percent with its confidence interval; a dash if there is none. */
    public static String percent(Interval interval, boolean signed) {
        return interval(interval, 100, signed ? "%+.1f" : "%.1f", " %");
    }

    /** Returns an estimate with its confidence interval; a dash if there is none. */
    public static String decimals(Interval interval, boolean signed) {
        double largest =
                Math.max(Math.abs(interval.value()), Math.max(Math.abs(interval.lower()), Math.abs(interval.upper())));
        String digits = largest >= 100 ? ".0f" : largest >= 10 ? ".1f" : largest >= 1 ? ".2f" : ".3f";
        return interval(interval, 1, "%" + (signed ? "+" : "") + digits, "");
    }

    private static String interval(Interval interval, double factor, String format, String unit) {
        if (interval.n() == 0 || Double.isNaN(interval.value())) {
            return NONE;
        }
        String value = String.format(Locale.ROOT, format, factor * interval.value()) + unit;
        if (Double.isNaN(interval.lower()) || Double.isNaN(interval.upper())) {
            return value;
        }
        return value
                + String.format(
                        Locale.ROOT,
                        " [" + format + ", " + format + "]",
                        factor * interval.lower(),
                        factor * interval.upper());
    }

    /** Returns a p-value with two significant digits, or its bound if it is small. */
    public static String pValue(double value) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        return value < 0.001 ? "< 0.001" : String.format(Locale.ROOT, value < 0.1 ? "%.3f" : "%.2f", value);
    }

    /** Returns a number with two decimals, or one if it is 100 or more; a dash if it is not a number. */
    public static String decimals(double value) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        return String.format(Locale.ROOT, value >= 100 ? "%,.1f" : "%.2f", value);
    }
}
