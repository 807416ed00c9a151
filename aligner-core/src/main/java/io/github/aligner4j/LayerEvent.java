package io.github.aligner4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CorrectionListener} hears of a layer.
 *
 * @param trace what the layer did
 * @param correction the layer's correction, or null if it gave none
 * @param failure why it gave none (an {@link Error} is the cause of an {@link AlignerException}), or null if it gave one or was skipped
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
