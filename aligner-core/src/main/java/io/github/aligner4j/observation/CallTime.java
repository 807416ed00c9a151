// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Correction;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.StackEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time of calls. */
final class CallTime {

    private CallTime() {}

    /**
     * Returns the time of a call: that of its correction or of its layers, if it is longer than the measured one, as an answer that was
     * corrected in parts is reported when all of them are done.
     *
     * @param measured the time from the beginning of the report to its end
     * @param end the result; null if the call ended without one
     */
    static Duration of(Duration measured, @Nullable StackEvent end) {
        if (end == null) {
            return measured;
        }
        Correction correction = end.correction();
        Duration reported = correction != null
                ? correction.elapsed()
                : end.layers().stream().map(LayerTrace::elapsed).reduce(Duration.ZERO, Duration::plus);
        return reported.compareTo(measured) > 0 ? reported : measured;
    }
}
