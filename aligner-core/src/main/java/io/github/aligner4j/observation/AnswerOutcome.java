// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Correction;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.StackEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The outcome of a stack for an answer. */
@Incubating
public enum AnswerOutcome {
    /** The stack changed the answer. */
    CORRECTED,
    /** The stack left the answer as it was. */
    UNCHANGED,
    /** A layer failed and, by its policy, a fixed sentence took the answer's place. */
    REFUSED,
    /** A layer failed and, by its policy, so did the call. */
    FAILED,
    /** The call ended without an answer: it was cancelled, or the listener of its text threw an exception. */
    CANCELLED;

    /** Returns the outcome of a pass through a stack; null if the call ended before its end. */
    static AnswerOutcome of(@Nullable StackEvent event) {
        if (event == null) {
            return CANCELLED;
        }
        Correction correction = event.correction();
        if (correction == null) {
            return FAILED;
        }
        if (event.layers().stream().anyMatch(layer -> layer.outcome() == LayerTrace.Outcome.REFUSED)) {
            return REFUSED;
        }
        return correction.changed() ? CORRECTED : UNCHANGED;
    }

    /** Returns the name in meters, traces and audits. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
