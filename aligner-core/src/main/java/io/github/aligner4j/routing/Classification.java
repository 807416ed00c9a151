// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.GateDecision;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Decides which routes apply to one answer. Each detector is asked at most once. For one thread. */
final class Classification {

    private final CorrectionRequest request;
    private final CorrectionContext context;
    private final IdentityHashMap<Detector, Detection> detected = new IdentityHashMap<>();
    private final List<Detection> detections = new ArrayList<>();

    Classification(CorrectionRequest request, CorrectionContext context) {
        this.request = request;
        this.context = context.withoutListener();
    }

    /** Returns the first route that applies, or none; later conditions are not evaluated. */
    List<Route> first(List<Route> routes) {
        for (Route route : routes) {
            if (passesTests(route) && passesDetectors(route)) {
                return List.of(route);
            }
        }
        return List.of();
    }

    /** Returns all routes that apply, in order. Detectors run beside each other on {@code executor}. */
    List<Route> all(List<Route> routes, Executor executor, InstantSource clock) {
        List<Route> possible = routes.stream().filter(this::passesTests).toList();
        List<Detector> detectors = distinctDetectors(possible);
        List<Function<CorrectionContext, Detection>> calls = new ArrayList<>();
        for (Detector detector : detectors) {
            calls.add(branch -> detect(detector, branch));
        }
        List<Detection> found = ParallelCalls.all(executor, context, clock, calls);
        for (int i = 0; i < detectors.size(); i++) {
            remember(detectors.get(i), found.get(i));
        }
        return possible.stream().filter(this::passesDetectors).toList();
    }

    /** Returns the detections so far, in order. */
    List<Detection> detections() {
        return detections;
    }

    private static List<Detector> distinctDetectors(List<Route> routes) {
        Set<Detector> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Detector> distinct = new ArrayList<>();
        for (Route route : routes) {
            for (Route.Condition condition : route.conditions()) {
                if (condition instanceof Route.Detected detected && seen.add(detected.detector())) {
                    distinct.add(detected.detector());
                }
            }
        }
        return distinct;
    }

    /** Returns whether the conditions hold that need no detector, and so cost nothing. */
    private boolean passesTests(Route route) {
        context.cancellation().throwIfCancelled();
        return route.conditions().stream()
                .noneMatch(condition -> condition instanceof Route.Tested tested
                        && !tested.predicate().test(request));
    }

    private boolean passesDetectors(Route route) {
        context.cancellation().throwIfCancelled();
        return route.conditions().stream().allMatch(this::passesDetector);
    }

    private boolean passesDetector(Route.Condition condition) {
        if (condition instanceof Route.Detected detected) {
            return detection(detected.detector()).is(detected.label(), detected.threshold());
        }
        if (condition instanceof Route.Gated gated) {
            GateDecision decision = gated.gate().decide(request, context);
            detections.addAll(decision.detections());
            return decision.reasonToSkip().isEmpty();
        }
        return true;
    }

    private Detection detection(Detector detector) {
        Detection known = detected.get(detector);
        return known != null ? known : remember(detector, detect(detector, context));
    }

    private Detection remember(Detector detector, Detection detection) {
        detected.put(detector, detection);
        detections.add(detection);
        return detection;
    }

    @SuppressWarnings("ConstantValue") // detectors written without null checks exist
    private Detection detect(Detector detector, CorrectionContext branch) {
        Detection detection = detector.detect(request, branch);
        if (detection == null) {
            throw new AlignerException("the detector returned null; it must return a detection or throw");
        }
        return detection;
    }
}
