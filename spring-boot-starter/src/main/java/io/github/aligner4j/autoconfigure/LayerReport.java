// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.autoconfigure.LayerProperties.Guards;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The description of a layer in the log.
 *
 * @param layer the layer
 * @param properties its properties, or null if an application defines the chain itself
 */
record LayerReport(Layer layer, @Nullable LayerProperties properties) {

    /** Returns the layer's name, and in brackets its Aligner, mode, condition, guards and failure policy. */
    String text(AlignerRegistry aligners) {
        String aligner = properties == null || properties.aligner() == null ? layer.name() : properties.aligner();
        List<String> parts = new ArrayList<>();
        parts.add((aligner.equals(layer.name()) ? "" : aligner + ": ") + aligners.source(aligner));
        mode(layer.rollout().state(), parts);
        if (layer.gate() != LayerGate.ALWAYS) {
            parts.add("on a condition");
        }
        if (properties != null) {
            wrappers(properties, parts);
        }
        parts.add(policy(layer.failurePolicy()));
        return layer.name() + " (" + String.join(", ", parts) + ")";
    }

    private static void mode(RolloutState state, List<String> parts) {
        if (state.mode() == LayerMode.ENFORCE) {
            return;
        }
        boolean shared = state.mode() == LayerMode.CANARY || state.share() < 1;
        parts.add(propertyValue(state.mode()) + (shared ? " " + percent(state.share()) : ""));
    }

    private static String percent(double share) {
        return new BigDecimal(Double.toString(share))
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }

    private static void wrappers(LayerProperties properties, List<String> parts) {
        if (properties.maxRounds() != null && properties.maxRounds() > 1) {
            parts.add("at most " + properties.maxRounds() + " rounds");
        }
        List<String> guards = guards(properties.guards());
        if (!guards.isEmpty()) {
            parts.add("guards " + String.join(" ", guards));
        }
        if (properties.judge() != null) {
            parts.add("judge " + properties.judge());
        }
    }

    private static List<String> guards(Guards guards) {
        Map<String, Boolean> flags = new TreeMap<>(Map.of(
                "language", guards.language(),
                "json", guards.json(),
                "markdown", guards.markdown(),
                "code", guards.code(),
                "links", guards.links(),
                "numbers", guards.numbers()));
        List<String> names = flags.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
        add(names, "max-growth", guards.maxGrowth());
        add(names, "max-shrink", guards.maxShrink());
        add(names, "max-edit-ratio", guards.maxEditRatio());
        return names;
    }

    private static void add(List<String> names, String name, @Nullable Fraction fraction) {
        if (fraction != null) {
            names.add(name + "=" + fraction);
        }
    }

    private static String policy(FailurePolicy policy) {
        if (policy instanceof FailurePolicy.Retry retry) {
            return "retry " + times(retry.maxRetries()) + " then " + policy(retry.then());
        }
        if (policy instanceof FailurePolicy.Reprompt reprompt) {
            return "reprompt " + times(reprompt.maxReprompts()) + " then " + policy(reprompt.then());
        }
        if (policy instanceof FailurePolicy.FailOpen) {
            return "fail-open";
        }
        return policy instanceof FailurePolicy.Refuse ? "refuse" : "fail-closed";
    }

    private static String times(int maximum) {
        return maximum == 1 ? "once" : "at most " + maximum + " times";
    }

    /** Returns a constant as it is written in properties. */
    static String propertyValue(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
