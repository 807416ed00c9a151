// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts durations in memory that does not grow with their number. */
final class LatencyTally {

    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double MICROS_PER_MILLI = 1000.0;
    private static final long MAX_MICROS = TimeUnit.DAYS.toMicros(1);

    private final Histogram micros = new Histogram(SIGNIFICANT_DIGITS);

    LatencyTally() {
        micros.setAutoResize(true);
    }

    /** Counts a duration, if it was recorded; one of more than a day as a day. */
    void add(@Nullable Duration elapsed) {
        if (elapsed != null && !elapsed.isNegative()) {
            long value = elapsed.compareTo(Duration.ofDays(1)) > 0
                    ? MAX_MICROS
                    : TimeUnit.NANOSECONDS.toMicros(elapsed.toNanos());
            micros.recordValue(value);
        }
    }

    Latency report() {
        return new Latency(
                micros.getTotalCount(),
                at(50),
                at(90),
                at(99),
                millis(micros.lowestEquivalentValue(micros.getMaxValue())));
    }

    private double at(double percentile) {
        return millis(micros.lowestEquivalentValue(micros.getValueAtPercentile(percentile)));
    }

    private static double millis(long value) {
        return value / MICROS_PER_MILLI;
    }
}
