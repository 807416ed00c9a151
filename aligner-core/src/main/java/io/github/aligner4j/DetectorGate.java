// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Applies a layer to answers of one label.
 *
 * @param detector labels an answer
 * @param label the label of the answers that the layer corrects
 * @param threshold the minimum score
 */
record DetectorGate(Detector detector, String label, double threshold) implements LayerGate {

    DetectorGate {
        Objects.requireNonNull(detector, "detector");
        if (Objects.requireNonNull(label, "label").isBlank()) {
            throw new IllegalArgumentException("a gate needs the label that its layer corrects, but it is blank");
        }
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("a gate's threshold must be between 0 and 1, but was " + threshold);
        }
    }

    @Override
    public Optional<String> reasonToSkip(CorrectionRequest request) {
        return decide(request, CorrectionContext.DEFAULT).reasonToSkip();
    }

    @Override
    @SuppressWarnings("ConstantValue") // detectors written without null checks exist
    public GateDecision decide(CorrectionRequest request, CorrectionContext context) {
        Detection detection = detector.detect(request, context);
        if (detection == null) {
            throw new AlignerException("the detector returned null; it must return a detection or throw");
        }
        GateDecision decision =
                detection.is(label, threshold) ? GateDecision.apply() : GateDecision.skip(reason(detection));
        return decision.withDetections(List.of(detection));
    }

    private String reason(Detection detection) {
        return String.format(
                Locale.ROOT,
                "detected %s (score %.3f), and the layer corrects %s from score %.3f on",
                detection.label(),
                detection.score(),
                label,
                threshold);
    }
}
