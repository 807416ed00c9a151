// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pass of an answer through a whole stack, as a {@link CorrectionListener} sees it.
 *
 * @param layers the trace of each layer, in order; the call failed if the last outcome is {@link LayerTrace.Outcome#FAILED}. After
 *     {@link LayerTrace.Outcome#REPROMPTED} the layers follow again, with another answer
 * @param correction the stack's correction, or null if the call failed
 */
public record StackEvent(List<LayerTrace> layers, @Nullable Correction correction) {

    /** Copies the list. */
    public StackEvent {
        layers = List.copyOf(layers);
    }
}
