package io.github.aligner4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CorrectionListener} hears of an answer that has been through a whole stack.
 *
 * @param layers what each layer did; if the last one is {@link LayerTrace.Outcome#FAILED}, so did the call
 * @param correction what came out, or null if the call failed
 */
public record StackEvent(List<LayerTrace> layers, @Nullable Correction correction) {

    /** Copies the list. */
    public StackEvent {
        layers = List.copyOf(layers);
    }
}
