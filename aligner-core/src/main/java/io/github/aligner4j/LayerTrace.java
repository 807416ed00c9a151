package io.github.aligner4j;

import java.time.Duration;
import java.util.Objects;

/**
 * What one layer of a stack did to one answer.
 *
 * @param name the layer's name
 * @param outcome what became of the answer
 * @param elapsed how long the layer took
 * @param usage tokens that the layer's model read and wrote
 * @param detail why the layer was skipped or failed; empty otherwise; never part of the texts
 */
public record LayerTrace(String name, Outcome outcome, Duration elapsed, TokenUsage usage, String detail) {

    /** Checks that nothing is missing. */
    public LayerTrace {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(detail, "detail");
    }

    /** What became of the answer. */
    public enum Outcome {
        /** The layer changed it. */
        CORRECTED,
        /** The layer found nothing to change. */
        UNCHANGED,
        /** The layer's gate did not let it in. */
        SKIPPED,
        /** The layer failed and, by its policy, the answer of the layer before was kept. */
        FAILED_OPEN,
        /** The layer failed and, by its policy, a fixed sentence took the answer's place. */
        REFUSED,
        /** The layer failed and, by its policy, so did the call. Only listeners see this one. */
        FAILED
    }
}
