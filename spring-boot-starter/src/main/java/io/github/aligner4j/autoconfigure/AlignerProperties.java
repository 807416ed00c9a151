// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.routing.RouteMerge;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the Aligners of an application. With {@code aligner.enabled=true} alone, the chain {@code default} aligns every
 * chat client and chat model. Its only layer is the application's Aligner bean or, if there is none, the embedded Aligner {@code
 * civility}.
 *
 * @param enabled Whether to align chat clients and chat models.
 * @param aligners Aligners by name. Without any, "civility" is the embedded Aligner.
 * @param chains Chains by name. Without any, "default" has the only Aligner of the application. A chain named "default" aligns
 *     all beans that no other chain names; without it, only named beans are aligned.
 * @param exclude Names of beans that are never aligned, such as models that judge or route answers, or serve an Aligner.
 * @param recording Recording of corrections. By default, nothing is recorded.
 * @param observation Observation of answers and layers, for traces.
 * @param audit Audit of each answer. By default, nothing is audited.
 * @param hub The Hugging Face hub, for sources that begin with "hf://".
 * @param shadow The queue of the answers that layers in the mode "shadow" correct in the background.
 * @param warmUp Whether checkpoints in this JVM correct a short text when the application starts, before the web server does, so
 *     that the first real correction takes no longer than later ones.
 */
@ConfigurationProperties("aligner")
public record AlignerProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue Map<String, Definition> aligners,
        @DefaultValue Map<String, Chain> chains,
        @DefaultValue List<String> exclude,
        @DefaultValue @NestedConfigurationProperty ObservationProperties observation,
        @DefaultValue @NestedConfigurationProperty AuditProperties audit,
        @Nullable @NestedConfigurationProperty RecordingProperties recording,
        @DefaultValue Hub hub,
        @DefaultValue @NestedConfigurationProperty ShadowProperties shadow,
        @DefaultValue("true") boolean warmUp) {

    /** The value of {@code checkpoint} for the checkpoint that comes with Aligner4J. */
    public static final String EMBEDDED = "embedded";

    /** Copies the collections. */
    public AlignerProperties {
        aligners = Map.copyOf(aligners);
        chains = Map.copyOf(chains);
        exclude = List.copyOf(exclude);
    }

    /**
     * The definition of an Aligner: a checkpoint in this JVM or behind a remote engine, a two-step corrector, a prompted
     * Aligner over a chat model, or a router. A setting that has no effect on that kind of Aligner is refused.
     *
     * @param checkpoint Checkpoint in Hugging Face layout: a folder, "hf://ORG/REPO[@REVISION][/SUBFOLDER]", or "embedded".
     * @param adapter LoRA adapter in PEFT layout for the checkpoint: a folder, "hf://ORG/REPO[@REVISION][/SUBFOLDER]", or
     *     "embedded:NAME" for an adapter of the embedded checkpoint. With an engine, the adapter's name there.
     * @param strength Coefficient of the checkpoint's steering vector; 0 disables it. By default that of the checkpoint.
     * @param copyBias Override of "decoding.copy" in the checkpoint's aligner.json, at least 0. Higher values change less and
     *     miscopy less; 0 lets the model alone decide.
     * @param device Device: "auto", "cpu" or "cuda:N".
     * @param dtype Data type of weights and activations: "auto", "float32", "bfloat16", "float16" or "int8".
     * @param threads Number of threads for one operation on the CPU; 0 lets PyTorch choose, up to the number of processors that the JVM sees.
     * @param template Name of a published prompt template, instead of the checkpoint's own. A checkpoint behind an engine needs
     *     it.
     * @param aspects Aspects to improve, for the templates of MetaAligner: names such as "harmlessness", or sentences.
     * @param maxNewTokens Maximum number of new tokens of one correction, all windows together, or of each call of a prompted
     *     Aligner. By default 2048 for each window or call, and 1024 for "granite-guardian-harm".
     * @param timeout Timeout of one correction, queueing and all windows included. By default unlimited.
     * @param maxQueuedRequests Maximum number of corrections in the queue of the device or the engine. By default 256.
     * @param scheduling Limits of the corrections that share the device.
     * @param engine Engine that runs the model: "vllm", "sglang", "llama-cpp", "ollama", "openai", or a file with an
     *     engine profile. By default this JVM.
     * @param baseUrl URLs of the engine, such as "http://localhost:8000".
     * @param model Name of the model at the engine.
     * @param apiKey Key that is sent to the engine as a bearer token.
     * @param maxConcurrentRequests Maximum number of requests to the engine at once. By default 64.
     * @param corrector Two-step corrector: "granite-guardian-harm" or "granite-guardian-factuality".
     * @param detectorAdapter LoRA adapter of the detector of "granite-guardian-factuality", as "adapter". Without one, each answer
     *     with passages is corrected.
     * @param risks Risks that "granite-guardian-harm" looks for. By default "harm".
     * @param threshold Score from which on the detector of the checkpoint or of the corrector has an answer corrected, from 0 to 1.
     *     By default that in the checkpoint's aligner.json, and 0.5 for a corrector.
     * @param seed Seed of a corrector that samples. By default 1.
     * @param prompt Prompts for a chat model: "rewrite", "self-critique", "self-refine", "constitution",
     *     "feedback-edit-select", or a file.
     * @param principles Principles of a prompted Aligner: names such as "harmlessness", or sentences. By default helpfulness,
     *     harmlessness and honesty.
     * @param maxRounds Maximum number of rounds of "self-refine". By default 3.
     * @param samples Number of corrections from which a prompted Aligner picks the best. By default 1, and 3 for
     *     "feedback-edit-select".
     * @param chatModel Bean name of the chat model for prompts; it can be the upstream model itself. By default the only one.
     * @param modelSampling Whether temperature and top-p are left to the chat model, as reasoning models refuse them.
     * @param contentsAreText Whether the chat model takes special tokens in messages for text, as hosted APIs do; otherwise a text
     *     that has one is refused.
     * @param routes Routes of a router, in order.
     * @param merge Treatment of several routes that apply: "first", "chain" or "judge". By default "first".
     * @param otherwise Aligner of a router for answers to which no route applies. By default they stay as they are.
     * @param onFailure Failure policy: the treatment of an answer that could not be corrected.
     * @param refusal Text that replaces an answer that could not be corrected, with the failure policy "refuse".
     * @param cache Cache of corrections. By default, none.
     */
    public record Definition(
            @DefaultValue(EMBEDDED) String checkpoint,
            @Nullable String adapter,
            @Nullable Double strength,
            @Nullable Double copyBias,
            @DefaultValue("auto") String device,
            @DefaultValue("auto") String dtype,
            @DefaultValue("0") int threads,
            @Nullable String template,
            @DefaultValue List<String> aspects,
            @Nullable Integer maxNewTokens,
            @Nullable Duration timeout,
            @Nullable Integer maxQueuedRequests,
            @DefaultValue Scheduling scheduling,
            @Nullable String engine,
            @DefaultValue List<String> baseUrl,
            @Nullable String model,
            @Nullable String apiKey,
            @Nullable Integer maxConcurrentRequests,
            @Nullable String corrector,
            @Nullable String detectorAdapter,
            @DefaultValue List<String> risks,
            @Nullable Double threshold,
            @Nullable Long seed,
            @Nullable String prompt,
            @DefaultValue List<String> principles,
            @Nullable Integer maxRounds,
            @Nullable Integer samples,
            @Nullable String chatModel,
            @DefaultValue("false") boolean modelSampling,
            @DefaultValue("false") boolean contentsAreText,
            @DefaultValue List<Route> routes,
            @Nullable RouteMerge merge,
            @Nullable String otherwise,
            @DefaultValue("fail-closed") OnFailure onFailure,
            @Nullable String refusal,
            @Nullable Cache cache) {

        /** Copies the lists. */
        public Definition {
            aspects = List.copyOf(aspects);
            baseUrl = List.copyOf(baseUrl);
            risks = List.copyOf(risks);
            principles = List.copyOf(principles);
            routes = List.copyOf(routes);
        }

        /** Returns the embedded Aligner with all defaults. */
        public static Definition embedded() {
            return new Binder(List.of()).bindOrCreate("aligner.aligners.civility", Definition.class);
        }

        /**
         * Returns the settings that Aligners on one loaded checkpoint have in common. Prompted Aligners and correctors of two steps
         * have limits of their own.
         */
        List<@Nullable Object> shared() {
            AlignerKind.Backend backend = AlignerKind.Backend.of(this);
            boolean ownLimits = backend == AlignerKind.Backend.CHAT_CHECKPOINT;
            return Arrays.asList(
                    backend,
                    checkpoint,
                    copyBias,
                    device,
                    dtype,
                    threads,
                    template,
                    aspects,
                    ownLimits ? null : maxNewTokens,
                    ownLimits ? null : timeout,
                    maxQueuedRequests,
                    scheduling);
        }

        /** Returns whether the checkpoint is the one that comes with Aligner4J. */
        public boolean isEmbedded() {
            return checkpoint.equals(EMBEDDED);
        }

        /** Describes the definition without its key. */
        @Override
        public String toString() {
            return "Definition[" + AlignerKind.of(this).description(this) + "]";
        }
    }

    /**
     * A route of a router.
     *
     * @param aligner Name of the Aligner that corrects, defined by properties or as a bean.
     * @param when Condition that an answer meets; all of its settings together.
     */
    public record Route(String aligner, When when) {}

    /**
     * The condition of a route or a layer.
     *
     * @param answer Regular expression that is found in the answer.
     * @param question Regular expression that is found in the question.
     * @param language Language of the answer as a code of ISO 639, such as "de", detected by OpenNLP.
     * @param label Label of the answer, by the detector or, without one, by a prompt for the router's or the layer's chat model.
     * @param detector Name of a bean of type Detector.
     * @param threshold Lowest score of the label. By default 0.5.
     * @param attributes Attributes of the request, by name, with their values.
     * @param minLength Minimum number of characters of the answer.
     * @param maxLength Maximum number of characters of the answer.
     * @param toolTurn Whether the answer stands beside a tool call, or must not.
     * @param chatModel Bean name of the chat model that finds the label of a layer by a prompt. By default the only one.
     */
    public record When(
            @Nullable String answer,
            @Nullable String question,
            @Nullable String language,
            @Nullable String label,
            @Nullable String detector,
            @Nullable Double threshold,
            @DefaultValue Map<String, String> attributes,
            @Nullable Integer minLength,
            @Nullable Integer maxLength,
            @Nullable Boolean toolTurn,
            @Nullable String chatModel) {

        /** Copies the map. */
        public When {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * The Hugging Face hub, for sources that begin with "hf://". Nothing is fetched for others.
     *
     * @param offline Whether only models that are in the cache are used. By default HF_HUB_OFFLINE.
     * @param token Token for gated and private models. By default HF_TOKEN, or the file that "hf auth login" writes.
     * @param endpoint URL of the hub or a mirror. By default HF_ENDPOINT, or https://huggingface.co.
     * @param cache Folder of the cache, which huggingface_hub can share. By default HF_HUB_CACHE.
     */
    public record Hub(
            @Nullable Boolean offline,
            @Nullable String token,
            @Nullable String endpoint,
            @Nullable String cache) {

        /** Describes the settings without the token. */
        @Override
        public String toString() {
            return "Hub[offline=" + offline + ", endpoint=" + endpoint + ", cache=" + cache + "]";
        }
    }

    /**
     * The limits of the corrections that share a device and its memory.
     *
     * @param maxRunningRequests Maximum number of corrections on the device at once. By default 32.
     * @param stepTokens Maximum number of tokens of one forward pass, all corrections together. By default 256 on a CPU and
     *     2048 on a GPU.
     * @param prefillChunk Maximum number of prompt tokens of a forward pass in which other corrections generate. By default 64
     *     on a CPU and 512 on a GPU.
     * @param cacheMemory Device memory for keys and values, cached prefixes included. By default an eighth of the memory or,
     *     on a GPU, half of what loading leaves.
     * @param prefixCacheMemory Part of the cache memory for prompt prefixes of later corrections; 0 caches none. By default a
     *     quarter.
     * @param exact Whether drafts and other corrections of a batch never change a token in half precision.
     */
    public record Scheduling(
            @Nullable Integer maxRunningRequests,
            @Nullable Integer stepTokens,
            @Nullable Integer prefillChunk,
            @Nullable DataSize cacheMemory,
            @Nullable DataSize prefixCacheMemory,
            @DefaultValue("false") boolean exact) {

        /** The defaults, which suit the device. */
        static final Scheduling AUTO = new Scheduling(null, null, null, null, null, false);
    }

    /**
     * The cache of an Aligner's corrections, so that the same question and answer are not corrected twice.
     *
     * @param maximumSize Maximum number of cached corrections. By default 1000, unless a maximum memory is set.
     * @param maximumMemory Maximum memory of the cached corrections, such as "50MB", instead of their number.
     * @param expireAfterAccess Time after the last use until a correction is evicted.
     */
    public record Cache(
            @Nullable Integer maximumSize,
            @Nullable DataSize maximumMemory,
            @DefaultValue("1h") Duration expireAfterAccess) {

        private static final int DEFAULT_MAXIMUM_SIZE = 1000;

        /** Returns {@code aligner}, whose states {@code fingerprint} tells apart, with this cache. */
        CachingAligner of(Aligner aligner, Supplier<String> fingerprint) {
            CachingAligner.Builder builder = CachingAligner.builder(aligner)
                    .expireAfterAccess(expireAfterAccess)
                    .fingerprint(fingerprint);
            if (maximumMemory != null) {
                return builder.maximumMemory(maximumMemory.toBytes()).build();
            }
            return builder.maximumSize(maximumSize == null ? DEFAULT_MAXIMUM_SIZE : maximumSize)
                    .build();
        }
    }

    /** The treatment of an answer that could not be corrected. */
    public enum OnFailure {
        /** Fails the call, so that no uncorrected text is returned. */
        FAIL_CLOSED,
        /** Keeps the answer of the previous layer. */
        FAIL_OPEN,
        /** Replaces the answer by a fixed text. */
        REFUSE,
        /** Corrects again, by the Aligner that the layer names for it. Of a layer only. */
        RETRY,
        /** Has the upstream model answer again. Of a layer only. */
        REPROMPT
    }

    /**
     * A stack of Aligners, and the beans that it aligns.
     *
     * @param layers Layers in the order in which they correct: names of Aligners, defined by properties or as beans, or groups of
     *     settings.
     * @param appliesTo Names of the beans that the chain aligns. Without any, the chain "default" aligns all beans that no
     *     other chain names, and another chain none.
     * @param structuredOutput Treatment of answers in a format that the program requested, such as JSON.
     * @param toolTurnText Treatment of text beside tool calls.
     * @param thinkingOpened Whether the upstream model's prompt ends with an opening think tag, so that its text begins
     *     with thinking.
     * @param thinking Treatment of the upstream model's thinking.
     * @param conversationDepth Maximum number of messages before the question that an Aligner is shown. By default all.
     * @param streaming Time at which the text of a stream is corrected: "whole", when it is complete, or "sentence", sentence by
     *     sentence while the upstream model writes the next ones.
     */
    public record Chain(
            @DefaultValue List<LayerProperties> layers,
            @DefaultValue List<String> appliesTo,
            @DefaultValue("skip") StructuredOutputPolicy structuredOutput,
            @DefaultValue("align") ToolCallTextPolicy toolTurnText,
            @DefaultValue("false") boolean thinkingOpened,
            @DefaultValue("pass") ThinkingPolicy thinking,
            @Nullable Integer conversationDepth,
            @DefaultValue("whole") StreamingPolicy streaming) {

        /** Copies the lists. */
        public Chain {
            layers = List.copyOf(layers);
            appliesTo = List.copyOf(appliesTo);
        }

        /** Returns a chain of one layer with all defaults. */
        static Chain of(String layer) {
            Chain defaults = new Binder(List.of()).bindOrCreate("aligner.chains.default", Chain.class);
            return defaults.withLayers(List.of(LayerProperties.of(layer)));
        }

        private Chain withLayers(List<LayerProperties> layers) {
            return new Chain(
                    layers,
                    appliesTo,
                    structuredOutput,
                    toolTurnText,
                    thinkingOpened,
                    thinking,
                    conversationDepth,
                    streaming);
        }
    }
}
