package io.github.aligner4j.evaluation.page;

import java.util.Locale;

/** Formats numbers. */
public final class Figures {

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

    /** Returns a number with two decimals, or one if it is 100 or more. */
    public static String decimals(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.1f" : "%.2f", value);
    }
}
