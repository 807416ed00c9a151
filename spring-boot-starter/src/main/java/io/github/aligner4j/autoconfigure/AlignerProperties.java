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
 * Properties of the Aligners of an application. With nothing but {@code aligner.enabled=true}, the chain {@code default} has
 * one layer, {@code civility}, which is the embedded Aligner, and aligns every chat client and chat model.
 *
 * @param enabled Whether chat clients and chat models are aligned.
 * @param aligners Aligners by name. Without any, "civility" is the embedded one.
 * @param chains Chains by name. Without any, "default" has the one Aligner there is. A chain named "default" binds all beans
 *     that no other chain names; without it, only named beans are aligned.
 * @param exclude Names of beans that are never aligned, such as models that judge, route or serve an Aligner.
 * @param recording Recording of corrections; none if left out.
 */
@ConfigurationProperties("aligner")
public record AlignerProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue Map<String, Definition> aligners,
        @DefaultValue Map<String, Chain> chains,
        @DefaultValue List<String> exclude,
        @Nullable Recording recording) {

    /** The checkpoint that comes with Aligner4J. */
    public static final String EMBEDDED = "embedded";

    /** Copies the collections. */
    public AlignerProperties {
        aligners = Map.copyOf(aligners);
        chains = Map.copyOf(chains);
        exclude = List.copyOf(exclude);
    }

    /**
     * An Aligner to load from a checkpoint. Aligners that differ in nothing but adapter, strength, cache and what happens on
     * failure share one loaded checkpoint, and wait in one queue.
     *
     * @param checkpoint Folder of a checkpoint in Hugging Face layout, or "embedded".
     * @param adapter Folder of a LoRA adapter in PEFT layout that is put on the checkpoint, or "embedded:NAME" for one that
     *     comes with the embedded checkpoint.
     * @param strength Coefficient of the checkpoint's steering vectors, by which answers are corrected more or less strongly;
     *     0 leaves it out. Without it, the checkpoint's own.
     * @param copyBias Bonus for copying the answer, at least 0: the higher, the less is changed, and the less
     *     is miscopied; 0 lets the model alone decide. Without it, the checkpoint's own.
     * @param device Device: "auto", "cpu" or "cuda:N".
     * @param dtype Type of its weights: "auto", "float32", "bfloat16", "float16" or "int8".
     * @param threads Threads that compute one operation on the CPU; 0 leaves the choice to the engine.
     * @param template Published prompt template to use instead of the checkpoint's own.
     * @param maxNewTokens Maximum number of tokens of one correction.
     * @param timeout Timeout of one correction, waiting included.
     * @param maxQueuedRequests Maximum number of corrections that wait for the device.
     * @param scheduling Sharing of the device and its memory by corrections.
     * @param onFailure Treatment of an answer that could not be corrected.
     * @param refusal Text that the user reads instead, with on-failure "refuse".
     * @param cache Cache of earlier corrections; none if left out.
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

        /** Returns what has to be loaded: Aligners for which this is equal can share it. */
        Definition loaded() {
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
     * Sharing of the device and its memory by corrections; values left out suit the device.
     *
     * @param maxRunningRequests Maximum number of corrections on the device at once.
     * @param stepTokens Maximum number of tokens that one forward pass reads, all corrections together.
     * @param prefillChunk Maximum number of prompt tokens that a forward pass reads while corrections are being written.
     * @param cacheMemory Device memory for keys and values, those kept of earlier prompts included.
     * @param prefixCacheMemory Part of it that may keep prefixes of prompts for later corrections; 0 keeps none.
     * @param exact Whether corrections that share the device must not change a token of one another in half precision.
     */
    public record Scheduling(
            @Nullable Integer maxRunningRequests,
            @Nullable Integer stepTokens,
            @Nullable Integer prefillChunk,
            @Nullable DataSize cacheMemory,
            @Nullable DataSize prefixCacheMemory,
            @DefaultValue("false") boolean exact) {

        /** Everything as suits the device. */
        static final Scheduling AUTO = new Scheduling(null, null, null, null, null, false);
    }

    /**
     * Cache of an Aligner's corrections, so that the same question and answer are not corrected twice.
     *
     * @param maximumSize Maximum number of corrections kept.
     * @param expireAfterAccess Time after its last use at which a correction is dropped.
     */
    public record Cache(
            @DefaultValue("1000") int maximumSize,
            @DefaultValue("1h") Duration expireAfterAccess) {}

    /**
     * Recording of corrections, to train on: questions and answers, word for word.
     *
     * @param file File that gets a line of JSON for each corrected answer; in a folder that exists.
     */
    public record Recording(String file) {}

    /** Treatment of an answer that could not be corrected. */
    public enum OnFailure {
        /** The call fails; no uncorrected text gets out. */
        FAIL_CLOSED,
        /** The answer of the layer before is kept. */
        FAIL_OPEN,
        /** A fixed sentence is the answer. */
        REFUSE
    }

    /**
     * A stack of Aligners.
     *
     * @param layers Names of Aligners, defined here or beans, in the order in which they correct.
     * @param appliesTo Names of the beans that the chain aligns. Without any, only code uses the chain, unless it is
     *     "default".
     * @param structuredOutput Treatment of answers that a program reads, such as JSON.
     * @param toolTurnText Treatment of text that accompanies tool calls.
     * @param thinkingOpened Whether the upstream model's prompt ends with an opening think tag, so that its text begins
     *     inside its thinking.
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
