// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.LayerEvent;
import io.micrometer.observation.Observation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The context of the observation of a layer. */
@Incubating
public final class LayerObservationContext extends Observation.Context implements OpenContext {

    private final String chain;
    private final String layer;
    private final CorrectionRequest request;
    private volatile @Nullable LayerEvent event;
    private volatile boolean ended;

    /** Creates a context at the beginning of a pass. */
    public LayerObservationContext(String chain, String layer, CorrectionRequest request) {
        this.chain = Objects.requireNonNull(chain, "chain");
        this.layer = Objects.requireNonNull(layer, "layer");
        this.request = Objects.requireNonNull(request, "request");
    }

    /** Returns the stack's name. */
    public String chain() {
        return chain;
    }

    /** Returns the layer's name. */
    public String layer() {
        return layer;
    }

    /** Returns the layer's request, whose texts a convention must not put into keys unless it is asked to. */
    public CorrectionRequest request() {
        return request;
    }

    /** Returns the result; null before the end, and if the call ended without one. */
    public @Nullable LayerEvent event() {
        return event;
    }

    /** Returns true if the call has ended, with a result or without one. */
    public boolean ended() {
        return ended;
    }

    void end(LayerEvent event) {
        this.event = event;
    }

    @Override
    public void close() {
        ended = true;
    }
}
