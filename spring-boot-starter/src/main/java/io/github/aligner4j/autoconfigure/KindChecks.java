// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerKind.Backend;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.autoconfigure.AlignerProperties.Route;
import io.github.aligner4j.autoconfigure.AlignerProperties.Scheduling;
import io.github.aligner4j.routing.RouteMerge;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Checks that a definition has the settings that its kind of Aligner needs, and none that have no effect on it. */
final class KindChecks {

    static final String HARM = "granite-guardian-harm";
    static final String FACTUALITY = "granite-guardian-factuality";

    private static final Set<Backend> LOADED = Set.of(Backend.ALIGNER_CHECKPOINT, Backend.CHAT_CHECKPOINT);
    private static final String AUTO = "auto";

    private static final List<Setting> SETTINGS = List.of(
            new Setting("checkpoint", d -> !d.isEmbedded(), KindChecks::readsCheckpoint),
            new Setting("adapter", d -> d.adapter() != null, d -> !onBackend(d, Backend.CHAT_MODEL, Backend.ALIGNERS)),
            new Setting("strength", d -> d.strength() != null, d -> is(d, AlignerKind.CHECKPOINT)),
            new Setting("copy-bias", d -> d.copyBias() != null, d -> is(d, AlignerKind.CHECKPOINT)),
            new Setting("device", d -> !d.device().equals(AUTO), KindChecks::isLoaded),
            new Setting("dtype", d -> !d.dtype().equals(AUTO), KindChecks::isLoaded),
            new Setting("threads", d -> d.threads() != 0, KindChecks::isLoaded),
            new Setting("scheduling", d -> !d.scheduling().equals(Scheduling.AUTO), KindChecks::isLoaded),
            new Setting("template", d -> d.template() != null, KindChecks::hasTemplate),
            new Setting("aspects", d -> !d.aspects().isEmpty(), KindChecks::hasTemplate),
            new Setting("max-new-tokens", d -> d.maxNewTokens() != null, KindChecks::limitsNewTokens),
            new Setting(
                    "max-queued-requests",
                    d -> d.maxQueuedRequests() != null,
                    d -> isLoaded(d) || onBackend(d, Backend.ENGINE)),
            new Setting("engine", d -> d.engine() != null, d -> onBackend(d, Backend.ENGINE)),
            new Setting("base-url", d -> !d.baseUrl().isEmpty(), d -> onBackend(d, Backend.ENGINE)),
            new Setting("model", d -> d.model() != null, d -> onBackend(d, Backend.ENGINE)),
            new Setting("api-key", d -> d.apiKey() != null, d -> onBackend(d, Backend.ENGINE)),
            new Setting(
                    "max-concurrent-requests",
                    d -> d.maxConcurrentRequests() != null,
                    d -> onBackend(d, Backend.ENGINE)),
            new Setting("corrector", d -> d.corrector() != null, d -> is(d, AlignerKind.CORRECTOR)),
            new Setting("detector-adapter", d -> d.detectorAdapter() != null, KindChecks::isFactuality),
            new Setting("risks", d -> !d.risks().isEmpty(), KindChecks::isHarm),
            new Setting("threshold", d -> d.threshold() != null, KindChecks::detects),
            new Setting("seed", d -> d.seed() != null, KindChecks::isHarm),
            new Setting("prompt", d -> d.prompt() != null, d -> is(d, AlignerKind.PROMPTED)),
            new Setting("principles", d -> !d.principles().isEmpty(), d -> is(d, AlignerKind.PROMPTED)),
            new Setting(
                    "max-rounds", d -> d.maxRounds() != null, d -> "self-refine".equals(d.prompt()) || ownPrompt(d)),
            new Setting("samples", d -> d.samples() != null, d -> is(d, AlignerKind.PROMPTED)),
            new Setting("chat-model", d -> d.chatModel() != null, KindChecks::asksChatModel),
            new Setting("model-sampling", Definition::modelSampling, KindChecks::asksChatModel),
            new Setting(
                    "contents-are-text",
                    Definition::contentsAreText,
                    d -> asksChatModel(d) || (is(d, AlignerKind.PROMPTED) && onBackend(d, Backend.ENGINE))),
            new Setting("cache", d -> d.cache() != null, d -> !isHarm(d)),
            new Setting("merge", d -> d.merge() != null, d -> is(d, AlignerKind.ROUTER)),
            new Setting("otherwise", d -> d.otherwise() != null, d -> is(d, AlignerKind.ROUTER)));

    private KindChecks() {}

    /**
     * Checks a definition.
     *
     * @param group the name of its properties, without the last dot
     * @throws AlignerSetupException if a setting is missing or has no effect
     */
    static void check(String group, Definition definition) {
        AlignerKind kind = AlignerKind.of(definition);
        for (Setting setting : SETTINGS) {
            if (setting.set.test(definition) && !setting.effective.test(definition)) {
                throw new AlignerSetupException(
                        group + "." + setting.name + " is set, but has no effect on " + kind.title() + where(definition)
                                + ".",
                        "Remove it, or define the Aligner by what it is for: a checkpoint, an engine, a corrector, a prompt"
                                + " or routes.");
            }
        }
        if (Backend.of(definition) == Backend.ENGINE) {
            engine(group, definition);
        }
        switch (kind) {
            case CORRECTOR -> corrector(group, definition);
            case ROUTER -> RouteChecks.check(group, definition);
            case CHECKPOINT -> aspects(group, definition);
            default -> {}
        }
    }

    private static String where(Definition definition) {
        return switch (Backend.of(definition)) {
            case CHAT_MODEL -> " over a chat model";
            case ENGINE -> AlignerKind.of(definition) == AlignerKind.REMOTE ? "" : " behind an engine";
            default -> "";
        };
    }

    private static void engine(String group, Definition definition) {
        if (definition.baseUrl().isEmpty()) {
            throw new AlignerSetupException(
                    group + ".engine is '" + definition.engine() + "', but there is no base-url.",
                    "Set " + group + ".base-url to the engine's URL, such as http://localhost:8000.");
        }
        if (AlignerKind.of(definition) == AlignerKind.REMOTE && definition.template() == null) {
            throw new AlignerSetupException(
                    group + ".engine is '" + definition.engine() + "', but there is no template.",
                    "Set " + group + ".template to the prompt template that the checkpoint was trained with, such as"
                            + " aligner-7b, or set a prompt or a corrector for an instruct model.");
        }
        if (AlignerKind.of(definition) == AlignerKind.CORRECTOR && definition.isEmbedded()) {
            throw new AlignerSetupException(
                    group
                            + ".corrector behind an engine needs the checkpoint's chat template, but there is no checkpoint.",
                    "Set " + group + ".checkpoint to a folder with the tokenizer files of the engine's model.");
        }
        DefinitionChecks.positive(group + ".max-concurrent-requests", definition.maxConcurrentRequests());
    }

    private static void aspects(String group, Definition definition) {
        if (!definition.aspects().isEmpty() && definition.template() == null) {
            throw new AlignerSetupException(
                    group + ".aspects is set, but there is no template.",
                    "Set " + group
                            + ".template to one that has aspects, such as metaaligner-hh-rlhf, or remove the aspects.");
        }
    }

    private static void corrector(String group, Definition definition) {
        if (!isHarm(definition) && !isFactuality(definition)) {
            throw new AlignerSetupException(
                    group + ".corrector is '" + definition.corrector() + "', but must be " + HARM + " or " + FACTUALITY
                            + ".",
                    "Set it to one of them.");
        }
        if (definition.adapter() == null) {
            throw new AlignerSetupException(
                    group + ".corrector is '" + definition.corrector() + "', but there is no adapter.",
                    "Set " + group + ".adapter to the LoRA adapter that corrects.");
        }
        if (Backend.of(definition) == Backend.CHAT_CHECKPOINT && definition.isEmbedded()) {
            throw new AlignerSetupException(
                    group + ".corrector is '" + definition.corrector() + "', but there is no checkpoint.",
                    "Set " + group + ".checkpoint to the base model of the adapter.");
        }
    }

    static boolean isHarm(Definition definition) {
        return HARM.equals(definition.corrector());
    }

    static boolean isFactuality(Definition definition) {
        return FACTUALITY.equals(definition.corrector());
    }

    private static boolean detects(Definition definition) {
        return is(definition, AlignerKind.CHECKPOINT)
                || isHarm(definition)
                || (isFactuality(definition) && definition.detectorAdapter() != null);
    }

    private static boolean readsCheckpoint(Definition definition) {
        return isLoaded(definition) || is(definition, AlignerKind.CORRECTOR);
    }

    private static boolean hasTemplate(Definition definition) {
        return is(definition, AlignerKind.CHECKPOINT) || is(definition, AlignerKind.REMOTE);
    }

    private static boolean limitsNewTokens(Definition definition) {
        return !is(definition, AlignerKind.ROUTER) && !isFactuality(definition);
    }

    @SuppressWarnings("ConstantValue") // properties that are left out are null
    private static boolean asksChatModel(Definition definition) {
        return onBackend(definition, Backend.CHAT_MODEL)
                || definition.merge() == RouteMerge.JUDGE
                || definition.routes().stream()
                        .map(Route::when)
                        .anyMatch(when -> when != null && when.label() != null && when.detector() == null);
    }

    private static boolean ownPrompt(Definition definition) {
        @Nullable String prompt = definition.prompt();
        return prompt != null && (prompt.contains("/") || prompt.contains("."));
    }

    private static boolean isLoaded(Definition definition) {
        return LOADED.contains(Backend.of(definition));
    }

    private static boolean is(Definition definition, AlignerKind kind) {
        return AlignerKind.of(definition) == kind;
    }

    private static boolean onBackend(Definition definition, Backend... backends) {
        return List.of(backends).contains(Backend.of(definition));
    }

    /**
     * A setting.
     *
     * @param name its name in a definition
     * @param set true for a definition that has it
     * @param effective true for a definition on which it has an effect
     */
    private record Setting(String name, Predicate<Definition> set, Predicate<Definition> effective) {}
}
