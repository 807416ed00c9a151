// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.ATTENTION_BIAS_SWITCH;
import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.ATTENTION_CAP;
import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.FINAL_CAP;
import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.LOCAL_ROTATION;
import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.MLP_BIAS_SWITCH;
import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.MULTIPLIERS;
import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.POST_NORMS;
import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.QKV_BIAS;
import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.QUERY_KEY_NORM;
import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.QUERY_SCALAR;
import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.SCALED_EMBEDDING;
import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.SHARED_MLP;
import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.TIED_BY_DEFAULT;
import static io.github.aligner4j.runtime.checkpoint.FamilyTrait.UNIT_OFFSET_NORM;

/**
 * The families of decoder-only models that can be run. All share one skeleton (norm, attention with grouped keys and rotary
 * positions, norm, gated feed-forward); a family is the data by which it differs. Defaults are those of transformers 5.
 */
public enum ModelFamily {
    /** Llama 1 to 3.x, and models with its layout. */
    LLAMA("LlamaForCausalLM", WindowRule.NONE, 0, 0, ATTENTION_BIAS_SWITCH, MLP_BIAS_SWITCH),
    /** Mistral 7B and later: Llama with a sliding window. */
    MISTRAL("MistralForCausalLM", WindowRule.ALL_LAYERS, 0, 8),
    /** Qwen 2 and 2.5. */
    QWEN2("Qwen2ForCausalLM", WindowRule.UPPER_LAYERS, 0, 32, QKV_BIAS),
    /** Qwen 3, dense. */
    QWEN3("Qwen3ForCausalLM", WindowRule.UPPER_LAYERS, 128, 32, QUERY_KEY_NORM, ATTENTION_BIAS_SWITCH),
    /** Gemma 1. */
    GEMMA(
            "GemmaForCausalLM",
            WindowRule.NONE,
            256,
            16,
            UNIT_OFFSET_NORM,
            SCALED_EMBEDDING,
            TIED_BY_DEFAULT,
            ATTENTION_BIAS_SWITCH),
    /** Gemma 2. */
    GEMMA2(
            "Gemma2ForCausalLM",
            WindowRule.EVEN_LAYERS,
            256,
            4,
            UNIT_OFFSET_NORM,
            SCALED_EMBEDDING,
            TIED_BY_DEFAULT,
            ATTENTION_BIAS_SWITCH,
            POST_NORMS,
            QUERY_SCALAR,
            ATTENTION_CAP,
            FINAL_CAP),
    /** Gemma 3, text only. */
    GEMMA3(
            "Gemma3ForCausalLM",
            WindowRule.PATTERN,
            256,
            4,
            UNIT_OFFSET_NORM,
            SCALED_EMBEDDING,
            TIED_BY_DEFAULT,
            ATTENTION_BIAS_SWITCH,
            POST_NORMS,
            QUERY_SCALAR,
            QUERY_KEY_NORM,
            FINAL_CAP,
            LOCAL_ROTATION),
    /** Granite 3: Llama with constant multipliers. */
    GRANITE("GraniteForCausalLM", WindowRule.NONE, 0, 0, MULTIPLIERS, ATTENTION_BIAS_SWITCH, MLP_BIAS_SWITCH),
    /** Granite 4 without mamba layers and experts. */
    GRANITE_HYBRID(
            "GraniteMoeHybridForCausalLM", WindowRule.NONE, 0, 0, MULTIPLIERS, SHARED_MLP, ATTENTION_BIAS_SWITCH);

    private final String architecture;
    private final WindowRule windows;
    private final int defaultHeadSize;
    private final int defaultKeyValueHeads;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of can't be changed
    private final Set<FamilyTrait> traits;

    /**
     * Describes a family.
     *
     * @param architecture class name in {@code config.json}
     * @param windows layers with a sliding window
     * @param defaultHeadSize head size without {@code head_dim}; 0 for hidden size / heads
     * @param defaultKeyValueHeads number of key/value heads without {@code num_key_value_heads}; 0 for as many as heads
     * @param traits differences beyond numbers
     */
    ModelFamily(
            String architecture,
            WindowRule windows,
            int defaultHeadSize,
            int defaultKeyValueHeads,
            FamilyTrait... traits) {
        this.architecture = architecture;
        this.windows = windows;
        this.defaultHeadSize = defaultHeadSize;
        this.defaultKeyValueHeads = defaultKeyValueHeads;
        this.traits = Set.of(traits);
    }

    static ModelFamily read(JsonFields config) {
        List<String> names = config.texts("architectures");
        return Arrays.stream(values())
                .filter(family -> names.size() == 1 && names.contains(family.architecture))
                .findFirst()
                .orElseThrow(() -> config.wrong("architectures", "a list of one of " + supported()));
    }

    private static String supported() {
        return Arrays.stream(values()).map(family -> family.architecture).collect(Collectors.joining(", "));
    }

    boolean has(FamilyTrait trait) {
        return traits.contains(trait);
    }

    WindowRule windows() {
        return windows;
    }

    int defaultHeadSize(int hiddenSize, int heads) {
        return defaultHeadSize == 0 ? Math.max(1, hiddenSize / heads) : defaultHeadSize;
    }

    /** Returns the number of key/value heads: an explicit null means one for each head, an absent key the family's default. */
    int keyValueHeads(JsonFields config, int heads) {
        String key = "num_key_value_heads";
        boolean absent = !config.contains(key);
        return config.count(key, heads, absent && defaultKeyValueHeads != 0 ? defaultKeyValueHeads : heads);
    }
}
