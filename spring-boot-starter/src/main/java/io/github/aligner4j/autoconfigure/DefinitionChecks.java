package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.autoconfigure.AlignerProperties.OnFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks for settings of an Aligner that can't be meant. What depends on the engine is left to the engine. */
final class DefinitionChecks {

    private DefinitionChecks() {}

    static void check(String name, Definition definition) {
        String group = "aligner.aligners." + name;
        if (definition.checkpoint().isBlank()) {
            throw new AlignerSetupException(
                    group + ".checkpoint is blank.", "Set it to the folder of a checkpoint, or to 'embedded'.");
        }
        String adapter = definition.adapter();
        if (adapter != null && adapter.isBlank()) {
            throw new AlignerSetupException(
                    group + ".adapter is blank.",
                    "Set it to the folder of a LoRA adapter or to embedded:NAME, or leave it out.");
        }
        Double strength = definition.strength();
        if (strength != null && !Double.isFinite(strength)) {
            throw new AlignerSetupException(
                    group + ".strength is " + strength + ", but must be a finite number.",
                    "Set it to a number such as 0.5, or leave it out for the checkpoint's own.");
        }
        Double copyBias = definition.copyBias();
        if (copyBias != null && (!(copyBias >= 0) || copyBias.isInfinite())) {
            throw new AlignerSetupException(
                    group + ".copy-bias is " + copyBias + ", but must be at least 0 and finite.",
                    "Set it to a number such as 2, or leave it out for the checkpoint's own.");
        }
        positive(group + ".max-new-tokens", definition.maxNewTokens());
        positive(group + ".max-queued-requests", definition.maxQueuedRequests());
        AlignerProperties.Scheduling scheduling = definition.scheduling();
        positive(group + ".scheduling.max-running-requests", scheduling.maxRunningRequests());
        positive(group + ".scheduling.step-tokens", scheduling.stepTokens());
        positive(group + ".scheduling.prefill-chunk", scheduling.prefillChunk());
        lasting(group + ".timeout", definition.timeout(), "leave it out for no limit");
        AlignerProperties.Cache cache = definition.cache();
        if (cache != null) {
            positive(group + ".cache.maximum-size", cache.maximumSize());
            lasting(group + ".cache.expire-after-access", cache.expireAfterAccess(), "leave it out for an hour");
        }
        refusal(group, definition.onFailure(), definition.refusal());
    }

    private static void positive(String property, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new AlignerSetupException(
                    property + " is " + value + ", but must be at least 1.",
                    "Raise it, or leave it out for the default.");
        }
    }

    private static void lasting(String property, @Nullable Duration value, String otherwise) {
        if (value != null && (value.isZero() || value.isNegative())) {
            throw new AlignerSetupException(
                    property + " is " + value + ", but must be longer than nothing.",
                    "Set it to a duration such as 30s, or " + otherwise + ".");
        }
    }

    private static void refusal(String group, OnFailure onFailure, @Nullable String refusal) {
        boolean given = refusal != null && !refusal.isBlank();
        if (onFailure == OnFailure.REFUSE && !given) {
            throw new AlignerSetupException(
                    group + ".on-failure is 'refuse', but there is no sentence to refuse with.",
                    "Set " + group + ".refusal to what the user should read.");
        }
        if (onFailure != OnFailure.REFUSE && refusal != null) {
            throw new AlignerSetupException(
                    group + ".refusal is set, but would never be read.",
                    "Set " + group + ".on-failure to 'refuse', or remove the refusal.");
        }
    }
}
