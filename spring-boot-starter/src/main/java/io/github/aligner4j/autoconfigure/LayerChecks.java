// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.LayerMode;
import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import io.github.aligner4j.autoconfigure.AlignerProperties.OnFailure;
import io.github.aligner4j.autoconfigure.LayerProperties.Guards;
import io.github.aligner4j.autoconfigure.LayerProperties.Reprompt;
import io.github.aligner4j.autoconfigure.LayerProperties.Retry;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the layers of a chain, except for settings that depend on beans. */
final class LayerChecks {

    private LayerChecks() {}

    /**
     * Checks the layers.
     *
     * @throws AlignerSetupException if a setting is missing, invalid, or has no effect
     */
    static void check(String chain, Chain properties) {
        Set<String> names = new HashSet<>();
        List<LayerProperties> layers = properties.layers();
        for (int i = 0; i < layers.size(); i++) {
            String group = group(chain, i);
            check(group, layers.get(i));
            if (!names.add(layers.get(i).title())) {
                throw new AlignerSetupException(
                        "Two layers of the chain '" + chain + "' have the name '"
                                + layers.get(i).title() + "'.",
                        "Set " + group + ".name to another one, or remove the layer.");
            }
        }
    }

    /** Returns the name of the properties of a layer. */
    static String group(String chain, int index) {
        return "aligner.chains." + chain + ".layers[" + index + "]";
    }

    private static void check(String group, LayerProperties layer) {
        if (layer.aligner() == null || layer.aligner().isBlank()) {
            throw new AlignerSetupException(
                    group + " has no aligner.", "Set " + group + ".aligner to the name of an Aligner.");
        }
        texts(group, layer);
        if (layer.when() != null) {
            ConditionChecks.check(group + ".when", layer.when());
        }
        guards(group + ".guards", layer.guards());
        DefinitionChecks.positive(group + ".max-rounds", layer.maxRounds());
        policies(group, layer);
        share(group, layer);
    }

    private static void texts(String group, LayerProperties layer) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        texts.put("name", layer.name());
        texts.put("refusal", layer.refusal());
        texts.put("judge", layer.judge());
        texts.put("retry.aligner", layer.retry() == null ? null : layer.retry().aligner());
        texts.put(
                "reprompt.message",
                layer.reprompt() == null ? null : layer.reprompt().message());
        texts.forEach((name, text) -> DefinitionChecks.notBlank(group + "." + name, text, "Set it, or leave it out."));
        layer.shareBy()
                .forEach(attribute ->
                        DefinitionChecks.notBlank(group + ".share-by", attribute, "Set it, or leave it out."));
    }

    private static void guards(String group, Guards guards) {
        fraction(group + ".max-growth", guards.maxGrowth(), Double.MAX_VALUE, "at least 0");
        fraction(group + ".max-shrink", guards.maxShrink(), 1, "from 0 to 1");
        fraction(group + ".max-edit-ratio", guards.maxEditRatio(), 1, "from 0 to 1");
    }

    private static void fraction(String property, @Nullable Fraction fraction, double max, String range) {
        if (fraction != null && !(fraction.value() >= 0 && fraction.value() <= max)) {
            throw new AlignerSetupException(
                    property + " is " + fraction + ", but must be " + range + ".",
                    "Set it to a share such as 0.5 or 50%, or leave it out.");
        }
    }

    private static void share(String group, LayerProperties layer) {
        LayerMode mode = layer.effect();
        boolean shared = mode == LayerMode.CANARY || mode == LayerMode.SHADOW;
        fraction(group + ".share", layer.share(), 1, "from 0 to 1");
        if (layer.share() != null && !shared) {
            throw new AlignerSetupException(
                    group + ".share is " + layer.share() + ", but has no effect without the mode canary or shadow.",
                    "Set " + group + ".mode to canary or shadow, or remove the share.");
        }
        if (mode == LayerMode.CANARY && layer.share() == null) {
            throw new AlignerSetupException(
                    group + ".mode is 'canary', but there is no share.",
                    "Set " + group + ".share to the share of the answers that the layer corrects, such as 5%.");
        }
    }

    private static void policies(String group, LayerProperties layer) {
        Set<OnFailure> used = EnumSet.noneOf(OnFailure.class);
        OnFailure next = layer.onFailure();
        while (next != null) {
            if (!used.add(next)) {
                throw new AlignerSetupException(
                        "The failure policies of " + group + " lead from '" + written(next) + "' back to it.",
                        "Set retry.then or reprompt.then to fail-closed, fail-open or refuse.");
            }
            next = switch (next) {
                case RETRY -> retry(group, layer.retry());
                case REPROMPT -> reprompt(group, layer.reprompt());
                default -> null;
            };
        }
        needed(group, "retry", layer.retry(), used.contains(OnFailure.RETRY));
        needed(group, "reprompt", layer.reprompt(), used.contains(OnFailure.REPROMPT));
        needed(group, "refusal", layer.refusal(), layer.onFailure() == null || used.contains(OnFailure.REFUSE));
    }

    private static String written(OnFailure policy) {
        return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static OnFailure retry(String group, @Nullable Retry retry) {
        if (retry == null) {
            return OnFailure.FAIL_CLOSED;
        }
        DefinitionChecks.positive(group + ".retry.max-retries", retry.maxRetries());
        return retry.then();
    }

    private static OnFailure reprompt(String group, @Nullable Reprompt reprompt) {
        if (reprompt == null || reprompt.message() == null) {
            throw new AlignerSetupException(
                    group + " has the failure policy 'reprompt', but no reprompt.message.",
                    "Set " + group + ".reprompt.message to the message that tells the upstream model what was wrong.");
        }
        DefinitionChecks.positive(group + ".reprompt.max-reprompts", reprompt.maxReprompts());
        return reprompt.then();
    }

    private static void needed(String group, String setting, @Nullable Object value, boolean used) {
        if (value != null && !used) {
            String policy = setting.equals("refusal") ? "refuse" : setting;
            throw new AlignerSetupException(
                    group + "." + setting + " is set, but has no effect without the failure policy '" + policy + "'.",
                    "Set " + group + ".on-failure to '" + policy + "', or remove the " + setting + ".");
        }
    }
}
