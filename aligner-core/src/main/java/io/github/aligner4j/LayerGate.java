// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.Optional;

/**
 * Decides whether a layer of a stack applies to an answer: by language, length, chain, or a {@link Detector}. An exception thrown
 * by a gate counts as the layer's failure.
 */
@FunctionalInterface
public interface LayerGate {

    /** Applies the layer to every answer. */
    LayerGate ALWAYS = request -> Optional.empty();

    /** Applies the layer to answers to questions for which passages were retrieved, for an Aligner that corrects by these. */
    @Incubating
    LayerGate WITH_CONTEXT = request -> request.context().stream().allMatch(String::isBlank)
            ? Optional.of("no passages were retrieved for the question")
            : Optional.empty();

    /**
     * Returns the reason why the layer does not apply to {@code request}; empty if it does. The reason ends up in the {@link
     * LayerTrace}, so it must not quote the texts.
     */
    Optional<String> reasonToSkip(CorrectionRequest request);

    /**
     * Decides on {@code request} in {@code context}. Stacks call this method; this default decides by {@link #reasonToSkip}.
     *
     * @param context cancellation and deadline of the call; never streaming
     */
    @Incubating
    @SuppressWarnings("ConstantValue") // gates written without null checks exist
    default GateDecision decide(CorrectionRequest request, CorrectionContext context) {
        Optional<String> reason = reasonToSkip(request);
        if (reason == null) {
            throw new AlignerException("the gate returned null; to apply the layer, return Optional.empty()");
        }
        return reason.map(GateDecision::skip).orElse(GateDecision.apply());
    }

    /**
     * Returns a gate that applies the layer if {@code detector} detects {@code label} with at least {@code threshold} as its
     * score. The detection is in the layer's trace, whether the layer applies or not.
     *
     * @throws IllegalArgumentException if the label is blank or the threshold not between 0 and 1
     */
    @Incubating
    static LayerGate of(Detector detector, String label, double threshold) {
        return new DetectorGate(detector, label, threshold);
    }
}
