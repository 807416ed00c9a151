// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pass of an answer through one layer, as a {@link CorrectionListener} sees it.
 *
 * @param trace the layer's trace
 * @param correction the layer's correction, or null if it failed, was skipped, or observes in the background
 * @param failure the layer's failure, or null if it did not fail; an {@link Error} is the cause of an {@link AlignerException}
 * @param mode the layer's mode when the answer began
 * @param aligner the description of the layer's Aligner or, if the answer was corrected again, of the one that was called last
 */
public record LayerEvent(
        LayerTrace trace,
        @Nullable Correction correction,
        @Nullable RuntimeException failure,
        @Incubating LayerMode mode,
        @Incubating AlignerDescription aligner) {

    /** Checks that nothing is missing. */
    public LayerEvent {
        Objects.requireNonNull(trace, "trace");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(aligner, "aligner");
    }

    /** Creates an event of a layer whose corrections all users get, by an Aligner that says nothing about itself. */
    public LayerEvent(LayerTrace trace, @Nullable Correction correction, @Nullable RuntimeException failure) {
        this(trace, correction, failure, LayerMode.ENFORCE, AlignerDescription.UNKNOWN);
    }

    /** Describes an Aligner. A broken description is no reason to fail a correction. */
    @SuppressWarnings("ConstantValue") // Aligners written without null checks exist
    static AlignerDescription describe(Aligner aligner) {
        try {
            AlignerDescription description = aligner.description();
            return description == null ? AlignerDescription.UNKNOWN : description;
        } catch (Throwable e) {
            return AlignerDescription.UNKNOWN;
        }
    }
}
