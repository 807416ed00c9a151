package io.github.aligner4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pass of an answer through one layer, as a {@link CorrectionListener} sees it.
 *
 * @param trace the layer's trace
 * @param correction the layer's correction, or null if it failed, was skipped, or observes in the background
 * @param failure the layer's failure, or null if it did not fail; an {@link Error} is the cause of an {@link AlignerException}
 */
public record LayerEvent(
        LayerTrace trace,
        @Nullable Correction correction,
        @Nullable RuntimeException failure) {

    /** Checks that there is a trace. */
    public LayerEvent {
        Objects.requireNonNull(trace, "trace");
    }
}
