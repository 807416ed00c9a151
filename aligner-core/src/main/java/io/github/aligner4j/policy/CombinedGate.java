// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.policy;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.GateDecision;
import io.github.aligner4j.LayerGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides by other gates, and has all of the detections that they made.
 *
 * @param gates the gates, in the order in which they are asked
 * @param mode their combination
 */
record CombinedGate(List<LayerGate> gates, Mode mode) implements LayerGate {

    /** The combination of gates. */
    enum Mode {
        /** Applies the layer if all gates do; the first that does not gives the reason. */
        ALL,
        /** Applies the layer if one of the gates does. */
        ANY,
        /** Applies the layer if the only gate does not. */
        NOT
    }

    CombinedGate {
        gates = List.copyOf(gates);
        Objects.requireNonNull(mode, "mode");
    }

    @Override
    public Optional<String> reasonToSkip(CorrectionRequest request) {
        return decide(request, CorrectionContext.DEFAULT).reasonToSkip();
    }

    @Override
    public GateDecision decide(CorrectionRequest request, CorrectionContext context) {
        List<Detection> detections = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (LayerGate gate : gates) {
            context.cancellation().throwIfCancelled();
            GateDecision decision = gate.decide(request, context);
            detections.addAll(decision.detections());
            decision.reasonToSkip().ifPresent(reasons::add);
            boolean applies = decision.reasonToSkip().isEmpty();
            if (mode == Mode.ANY ? applies : !applies) {
                break;
            }
        }
        return decision(reasons).withDetections(detections);
    }

    private GateDecision decision(List<String> reasons) {
        return switch (mode) {
            case ALL -> reasons.isEmpty() ? GateDecision.apply() : GateDecision.skip(reasons.get(0));
            case ANY ->
                reasons.size() < gates.size() ? GateDecision.apply() : GateDecision.skip(String.join("; ", reasons));
            case NOT ->
                reasons.isEmpty()
                        ? GateDecision.skip("the answer meets a condition that the layer excludes")
                        : GateDecision.apply();
        };
    }
}
