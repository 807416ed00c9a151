// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

/**
 * The colors of plots. Those of series are told apart with the common kinds of color blindness: they are from Okabe and Ito, "Color
 * Universal Design" (2008). Pages replace some of them in dark mode.
 */
final class Palette {

    /** Text. */
    static final String INK = "#333333";

    /** Notes and axes. */
    static final String SOFT = "#666666";

    /** Grid lines. */
    static final String GRID = "#e4e4e4";

    /** Paper. */
    static final String PAPER = "#ffffff";

    /** Results that are neither better nor worse, and what things are compared with. */
    static final String NEUTRAL = "#9aa0a6";

    /** Better results, and corrected answers. */
    static final String BETTER = "#0072b2";

    /** Worse results. */
    static final String WORSE = "#d55e00";

    private static final String[] SERIES = {BETTER, "#e69f00", "#009e73", "#cc79a7", WORSE, "#56b4e9", "#7a5195"};

    private Palette() {}

    /** Returns the color of a series; colors repeat after the seventh. */
    static String series(int index) {
        return SERIES[index % SERIES.length];
    }
}
