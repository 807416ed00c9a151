// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Incubating;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** The names and keys of the observation of a layer; register one's own to change them. */
@Incubating
public interface LayerObservationConvention extends ObservationConvention<LayerObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof LayerObservationContext;
    }
}
