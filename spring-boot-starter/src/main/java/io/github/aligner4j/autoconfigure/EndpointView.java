// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.RolloutState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers of {@link AlignerEndpoint}. */
public final class EndpointView {

    private EndpointView() {}

    /**
     * Everything.
     *
     * @param chains the layers of each chain, by its name
     * @param aligners the Aligners that properties define and chains use, by name
     */
    public record All(Map<String, List<OfLayer>> chains, Map<String, OfAligner> aligners) {}

    /**
     * A layer of a chain.
     *
     * @param name its name
     * @param mode its mode, in lower case
     * @param share the share of answers that the modes canary and shadow concern
     * @param onFailure its failure policy
     * @param gated true if a gate decides whether it applies
     * @param deterministic true if equal answers get equal corrections
     * @param aligner the description of its Aligner
     */
    public record OfLayer(
            String name,
            String mode,
            double share,
            String onFailure,
            boolean gated,
            boolean deterministic,
            AlignerDescription aligner) {

        static OfLayer of(Layer layer) {
            RolloutState state = layer.rollout().state();
            return new OfLayer(
                    layer.name(),
                    state.mode().name().toLowerCase(Locale.ROOT),
                    state.share(),
                    policy(layer.failurePolicy()),
                    layer.gate() != LayerGate.ALWAYS,
                    layer.aligner().deterministic(),
                    layer.aligner().description());
        }

        private static String policy(FailurePolicy policy) {
            if (policy instanceof FailurePolicy.Retry retry) {
                return "retry " + retry.maxRetries() + ", then " + policy(retry.then());
            }
            if (policy instanceof FailurePolicy.Reprompt reprompt) {
                return "reprompt " + reprompt.maxReprompts() + ", then " + policy(reprompt.then());
            }
            if (policy instanceof FailurePolicy.FailOpen) {
                return "fail-open";
            }
            return policy instanceof FailurePolicy.Refuse ? "refuse" : "fail-closed";
        }
    }

    /**
     * An Aligner that properties define.
     *
     * @param source the checkpoint, engine, prompt or routes; never a key
     * @param description the checkpoint, its digest, adapter and template, as far as they are known
     * @param licence the licence of the weights, if it is known
     * @param state {@code loaded} or {@code closed}
     * @param details the device, the number type, the queue, kernels that are not the fastest ones, and the last error
     */
    public record OfAligner(
            String source,
            AlignerDescription description,
            @Nullable String licence,
            String state,
            Map<String, Object> details) {

        static OfAligner of(
                String source, AlignerDescription description, @Nullable String licence, AlignerState state) {
            return new OfAligner(
                    source,
                    description,
                    description.licence() == null ? licence : description.licence(),
                    state.usable() ? "loaded" : "closed",
                    state.details());
        }
    }
}
