// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.autoconfigure.AlignerProperties.OnFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Checks the definition of an Aligner, except for settings that depend on the engine. */
final class DefinitionChecks {

    private DefinitionChecks() {}

    /**
     * Checks a definition.
     *
     * @throws AlignerSetupException if a setting is invalid
     */
    static void check(String name, Definition definition) {
        String group = "aligner.aligners." + name;
        texts(group, definition);
        KindChecks.check(group, definition);
        corrections(group, definition);
        positive(group + ".max-new-tokens", definition.maxNewTokens());
        positive(group + ".max-queued-requests", definition.maxQueuedRequests());
        positive(group + ".timeout", definition.timeout(), "leave it out for no limit");
        scheduling(group + ".scheduling", definition.scheduling());
        AlignerProperties.Cache cache = definition.cache();
        if (cache != null) {
            cache(group + ".cache", cache);
            positive(group + ".cache.expire-after-access", cache.expireAfterAccess(), "leave it out for an hour");
        }
        refusal(group, definition.onFailure(), definition.refusal());
    }

    private static void cache(String group, AlignerProperties.Cache cache) {
        positive(group + ".maximum-size", cache.maximumSize());
        DataSize memory = cache.maximumMemory();
        if (memory != null && memory.toBytes() <= 0) {
            throw new AlignerSetupException(
                    group + ".maximum-memory is " + memory + ", but must be above 0.",
                    "Set it to a size such as 50MB, or leave it out.");
        }
        if (memory != null && cache.maximumSize() != null) {
            throw new AlignerSetupException(
                    group + " has a maximum-size and a maximum-memory, but a cache has one bound.",
                    "Remove one of them.");
        }
    }

    private static void texts(String group, Definition definition) {
        notBlank(
                group + ".checkpoint",
                definition.checkpoint(),
                "Set it to the folder of a checkpoint, or to 'embedded'.");
        notBlank(
                group + ".adapter",
                definition.adapter(),
                "Set it to the folder of a LoRA adapter or to embedded:NAME, or leave it out.");
        notBlank(
                group + ".template",
                definition.template(),
                "Set it to the name of a published template, or leave it out for the checkpoint's own.");
        Map<String, @Nullable String> others = new LinkedHashMap<>();
        others.put("engine", definition.engine());
        others.put("model", definition.model());
        others.put("api-key", definition.apiKey());
        others.put("corrector", definition.corrector());
        others.put("detector-adapter", definition.detectorAdapter());
        others.put("prompt", definition.prompt());
        others.put("chat-model", definition.chatModel());
        others.put("otherwise", definition.otherwise());
        others.forEach((name, value) -> notBlank(group + "." + name, value, "Set it, or leave it out."));
    }

    static void notBlank(String property, @Nullable String value, String action) {
        if (value != null && value.isBlank()) {
            throw new AlignerSetupException(property + " is blank.", action);
        }
    }

    private static void corrections(String group, Definition definition) {
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
        Double threshold = definition.threshold();
        if (threshold != null && !(threshold >= 0 && threshold <= 1)) {
            throw new AlignerSetupException(
                    group + ".threshold is " + threshold + ", but must be between 0 and 1.",
                    "Set it to a score such as 0.5, or leave it out.");
        }
        if (definition.threads() < 0) {
            throw new AlignerSetupException(
                    group + ".threads is " + definition.threads() + ", but must be at least 0.",
                    "Set it to the number of threads of one operation, or leave it out to let the engine choose.");
        }
    }

    private static void scheduling(String group, AlignerProperties.Scheduling scheduling) {
        positive(group + ".max-running-requests", scheduling.maxRunningRequests());
        positive(group + ".step-tokens", scheduling.stepTokens());
        positive(group + ".prefill-chunk", scheduling.prefillChunk());
        DataSize cache = scheduling.cacheMemory();
        DataSize prefixes = scheduling.prefixCacheMemory();
        if (cache != null && cache.toBytes() <= 0) {
            throw new AlignerSetupException(
                    group + ".cache-memory is " + cache + ", but must be above 0.",
                    "Set it to a size such as 2GB, or leave it out to let the device decide.");
        }
        if (prefixes != null && (prefixes.isNegative() || (cache != null && prefixes.compareTo(cache) > 0))) {
            throw new AlignerSetupException(
                    group + ".prefix-cache-memory is " + prefixes
                            + ", but must be at least 0 and at most the cache-memory"
                            + (cache == null ? "." : " of " + cache + "."),
                    "Set it to a size such as 500MB, to 0 to cache no prefixes, or leave it out for a quarter.");
        }
    }

    static void positive(String property, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new AlignerSetupException(
                    property + " is " + value + ", but must be at least 1.",
                    "Raise it, or leave it out for the default.");
        }
    }

    private static void positive(String property, @Nullable Duration value, String otherwise) {
        if (value != null && (value.isZero() || value.isNegative())) {
            throw new AlignerSetupException(
                    property + " is " + value + ", but must be positive.",
                    "Set it to a duration such as 30s, or " + otherwise + ".");
        }
    }

    private static void refusal(String group, OnFailure onFailure, @Nullable String refusal) {
        if (onFailure == OnFailure.RETRY || onFailure == OnFailure.REPROMPT) {
            String policy = onFailure.name().toLowerCase(Locale.ROOT);
            throw new AlignerSetupException(
                    group + ".on-failure is '" + policy + "', which is a failure policy of layers.",
                    "Set aligner.chains.<name>.layers[n].on-failure to '" + policy + "' instead.");
        }
        boolean blank = refusal == null || refusal.isBlank();
        if (onFailure == OnFailure.REFUSE && blank) {
            throw new AlignerSetupException(
                    group + ".on-failure is 'refuse', but there is no refusal.",
                    "Set " + group + ".refusal to the text that users read instead of the answer.");
        }
        if (onFailure != OnFailure.REFUSE && refusal != null) {
            throw new AlignerSetupException(
                    group + ".refusal is set, but has no effect.",
                    "Set " + group + ".on-failure to 'refuse', or remove the refusal.");
        }
    }
}
