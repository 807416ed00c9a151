package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
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
 */
@ConfigurationProperties("aligner")
public record AlignerProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue Map<String, Definition> aligners,
        @DefaultValue Map<String, Chain> chains,
        @DefaultValue List<String> exclude,
        @Nullable Recording recording) {

    /** The value of {@code checkpoint} for the checkpoint that comes with Aligner4J. */
    public static final String EMBEDDED = "embedded";

    /** Copies the collections. */
    public AlignerProperties {
        aligners = Map.copyOf(aligners);
        chains = Map.copyOf(chains);
        exclude = List.copyOf(exclude);
    }

    /**
     * The definition of an Aligner that is loaded from a checkpoint. Aligners that differ only in adapter, strength, cache and
     * failure policy share one loaded checkpoint and its queue.
     *
     * @param checkpoint Folder of a checkpoint in Hugging Face layout, or "embedded".
     * @param adapter Folder of a LoRA adapter in PEFT layout for the checkpoint, or "embedded:NAME" for an adapter of the
     *     embedded checkpoint.
     * @param strength Coefficient of the checkpoint's steering vector; 0 disables it. By default that of the checkpoint.
     * @param copyBias Override of "decoding.copy" in the checkpoint's aligner.json, at least 0. Higher values change less and
     *     miscopy less; 0 lets the model alone decide.
     * @param device Device: "auto", "cpu" or "cuda:N".
     * @param dtype Data type of weights and activations: "auto", "float32", "bfloat16", "float16" or "int8".
     * @param threads Number of threads for one operation on the CPU; 0 lets PyTorch choose.
     * @param template Name of a published prompt template, instead of the checkpoint's own.
     * @param maxNewTokens Maximum number of new tokens of one correction, all windows together. By default 2048 for each
     *     window.
     * @param timeout Timeout of one correction, queueing and all windows included. By default unlimited.
     * @param maxQueuedRequests Maximum number of corrections in the device's queue. By default 256.
     * @param scheduling Limits of the corrections that share the device.
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
            @Nullable Integer maxNewTokens,
            @Nullable Duration timeout,
            @Nullable Integer maxQueuedRequests,
            @DefaultValue Scheduling scheduling,
            @DefaultValue("fail-closed") OnFailure onFailure,
            @Nullable String refusal,
            @Nullable Cache cache) {

        /** Returns the embedded Aligner with all defaults. */
        public static Definition embedded() {
            return new Definition(
                    EMBEDDED,
                    null,
                    null,
                    null,
                    "auto",
                    "auto",
                    0,
                    null,
                    null,
                    null,
                    null,
                    Scheduling.AUTO,
                    OnFailure.FAIL_CLOSED,
                    null,
                    null);
        }

        /** Returns the definition without settings in which Aligners that share a checkpoint may differ. */
        Definition shared() {
            return new Definition(
                    checkpoint,
                    null,
                    null,
                    copyBias,
                    device,
                    dtype,
                    threads,
                    template,
                    maxNewTokens,
                    timeout,
                    maxQueuedRequests,
                    scheduling,
                    OnFailure.FAIL_CLOSED,
                    null,
                    null);
        }

        /** Returns whether the checkpoint is the one that comes with Aligner4J. */
        public boolean isEmbedded() {
            return checkpoint.equals(EMBEDDED);
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
     * @param maximumSize Maximum number of cached corrections.
     * @param expireAfterAccess Time after the last use until a correction is evicted.
     */
    public record Cache(
            @DefaultValue("1000") int maximumSize,
            @DefaultValue("1h") Duration expireAfterAccess) {}

    /**
     * The recording of corrections as training data, with questions and answers word for word.
     *
     * @param file File to which one line of JSON is appended for each corrected answer. Its folder must exist.
     */
    public record Recording(String file) {}

    /** The treatment of an answer that could not be corrected. */
    public enum OnFailure {
        /** Fails the call, so that no uncorrected text is returned. */
        FAIL_CLOSED,
        /** Keeps the answer of the previous layer. */
        FAIL_OPEN,
        /** Replaces the answer by a fixed text. */
        REFUSE
    }

    /**
     * A stack of Aligners, and the beans that it aligns.
     *
     * @param layers Names of Aligners, defined by properties or as beans, in the order in which they correct.
     * @param appliesTo Names of the beans that the chain aligns. Without any, the chain "default" aligns all beans that no
     *     other chain names, and another chain none.
     * @param structuredOutput Treatment of answers in a format that the program requested, such as JSON.
     * @param toolTurnText Treatment of text beside tool calls.
     * @param thinkingOpened Whether the upstream model's prompt ends with an opening think tag, so that its text begins
     *     with thinking.
     */
    public record Chain(
            @DefaultValue List<String> layers,
            @DefaultValue List<String> appliesTo,
            @DefaultValue("skip") StructuredOutputPolicy structuredOutput,
            @DefaultValue("align") ToolCallTextPolicy toolTurnText,
            @DefaultValue("false") boolean thinkingOpened) {

        /** Copies the lists. */
        public Chain {
            layers = List.copyOf(layers);
            appliesTo = List.copyOf(appliesTo);
        }

        /** Returns a chain of one layer with all defaults. */
        static Chain of(String layer) {
            return new Chain(List.of(layer), List.of(), StructuredOutputPolicy.SKIP, ToolCallTextPolicy.ALIGN, false);
        }
    }
}
