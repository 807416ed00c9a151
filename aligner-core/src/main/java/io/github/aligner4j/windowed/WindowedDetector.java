// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.windowed;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Detects in each window of an answer; the score is the highest of all windows.
 *
 * @param windowed cuts answers into windows
 * @param detector classifies windows
 * @param label the label whose score counts
 */
record WindowedDetector(WindowedAligner windowed, Detector detector, String label) implements Detector {

    @Override
    public Detection detect(CorrectionRequest request, CorrectionContext context) {
        List<CorrectionRequest> windows = windowed.windowRequests(request);
        if (windows.isEmpty()) {
            return detector.detect(request, context);
        }
        List<Detection> detections = detector.detectAll(windows, context);
        Detection highest =
                detections.stream().max(Comparator.comparingDouble(this::score)).orElseThrow();
        TokenUsage usage = detections.stream().map(Detection::usage).reduce(TokenUsage.NONE, TokenUsage::plus);
        Duration elapsed = detections.stream().map(Detection::elapsed).reduce(Duration.ZERO, Duration::plus);
        return new Detection(highest.label(), highest.score(), usage, elapsed);
    }

    private double score(Detection detection) {
        return detection.label().equals(label) ? detection.score() : -1;
    }
}
