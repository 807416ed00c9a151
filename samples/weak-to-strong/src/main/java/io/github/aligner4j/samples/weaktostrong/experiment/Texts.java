// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.evaluation.statistics.Interval;
import java.util.Locale;

/** Numbers in tables. */
final class Texts {

    private Texts() {}

    /** Returns a share with its interval in percent, which is cut at 0 and 100. */
    static String percent(Interval share) {
        return Double.isNaN(share.lower())
                ? format("%.1f %%", 100 * share.value())
                : format(
                        "%.1f %% (%.1f to %.1f)",
                        100 * share.value(), 100 * Math.max(0, share.lower()), 100 * Math.min(1, share.upper()));
    }

    /** Returns a difference of shares with its interval in percentage points. */
    static String points(Interval difference) {
        return Double.isNaN(difference.lower())
                ? format("%+.1f", 100 * difference.value())
                : format(
                        "%+.1f (%+.1f to %+.1f)",
                        100 * difference.value(), 100 * difference.lower(), 100 * difference.upper());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
