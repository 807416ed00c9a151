// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.util.List;

/** Reads {@code config.json} with the defaults of its family. */
final class ModelConfigReader {

    private static final int MAX_LAYERS = 1024;
    private static final int MAX_SIZE = 1 << 24;
    private static final int DEFAULT_SHARED_SIZE = 1024;
    private static final double DEFAULT_EPSILON = 1e-6;
    private static final double DEFAULT_QUERY_SCALAR = 256;
    private static final double DEFAULT_ATTENTION_CAP = 50;
    private static final double DEFAULT_GEMMA2_FINAL_CAP = 30;

    private final JsonFields config;
    private final ModelFamily family;

    private ModelConfigReader(JsonFields config) {
        this.config = config;
        this.family = ModelFamily.read(config);
    }

    static ModelConfig read(JsonFields config) {
        return new ModelConfigReader(config).read();
    }

    private ModelConfig read() {
        requirePlainWeights();
        int hidden = config.count("hidden_size", MAX_SIZE);
        int context = config.count("max_position_embeddings", Integer.MAX_VALUE);
        boolean sharedMlp = family.has(FamilyTrait.SHARED_MLP);
        if (sharedMlp) {
            DenseHybrid.require(config, layerCount());
        }
        return new ModelConfig(
                family,
                config.count("vocab_size", MAX_SIZE),
                context,
                hidden,
                sharedMlp
                        ? config.count("shared_intermediate_size", MAX_SIZE, DEFAULT_SHARED_SIZE)
                        : config.count("intermediate_size", MAX_SIZE),
                attention(hidden, context),
                activation(),
                config.positive("rms_norm_eps", DEFAULT_EPSILON),
                family.has(FamilyTrait.UNIT_OFFSET_NORM),
                family.has(FamilyTrait.POST_NORMS),
                family.has(FamilyTrait.MLP_BIAS_SWITCH) && config.flag("mlp_bias", false),
                sharedMlp,
                family.has(FamilyTrait.SCALED_EMBEDDING),
                family.has(FamilyTrait.MULTIPLIERS) ? Multipliers.read(config) : Multipliers.NONE,
                config.flag("tie_word_embeddings", family.has(FamilyTrait.TIED_BY_DEFAULT)),
                finalCap());
    }

    private void requirePlainWeights() {
        if (config.hasValue("quantization_config")) {
            throw config.wrong(
                    "quantization_config",
                    "absent: quantized checkpoints can't be run, only float32, float16" + " and bfloat16 ones");
        }
        if (config.flag("use_bidirectional_attention", false)) {
            throw config.wrong("use_bidirectional_attention", "absent or false: only causal attention can be run");
        }
    }

    private AttentionConfig attention(int hidden, int context) {
        int heads = config.count("num_attention_heads", MAX_SIZE);
        int keyValueHeads = family.keyValueHeads(config, heads);
        if (heads % keyValueHeads != 0) {
            throw config.wrong("num_key_value_heads", "a divisor of num_attention_heads, " + heads);
        }
        int headSize = config.count("head_dim", MAX_SIZE, family.defaultHeadSize(hidden, heads));
        if (headSize % 2 != 0 || (long) heads * headSize > MAX_SIZE) {
            throw config.wrong(
                    "head_dim", "even, and at most " + MAX_SIZE / heads + "; hidden_size / heads is " + hidden / heads);
        }
        boolean bias = family.has(FamilyTrait.ATTENTION_BIAS_SWITCH) && config.flag("attention_bias", false);
        return new AttentionConfig(
                heads,
                keyValueHeads,
                headSize,
                scoreScale(headSize),
                family.has(FamilyTrait.ATTENTION_CAP) ? cap("attn_logit_softcapping", DEFAULT_ATTENTION_CAP) : 0,
                family.has(FamilyTrait.QUERY_KEY_NORM),
                bias || family.has(FamilyTrait.QKV_BIAS),
                bias,
                layers(headSize, context));
    }

    private double scoreScale(int headSize) {
        if (family.has(FamilyTrait.MULTIPLIERS)) {
            return config.positive("attention_multiplier", 1);
        }
        double divisor = family.has(FamilyTrait.QUERY_SCALAR)
                ? config.positive("query_pre_attn_scalar", DEFAULT_QUERY_SCALAR)
                : headSize;
        return 1 / Math.sqrt(divisor);
    }

    private int layerCount() {
        return config.count("num_hidden_layers", MAX_LAYERS);
    }

    private List<LayerAttention> layers(int headSize, int context) {
        RotaryReader reader = new RotaryReader(config, headSize, context);
        boolean two = family.has(FamilyTrait.LOCAL_ROTATION);
        RotaryEmbedding global = two ? reader.global() : reader.only();
        RotaryEmbedding local = two ? reader.local() : global;
        return family.windows().windows(config, layerCount()).stream()
                .map(window -> new LayerAttention(window, window == 0 ? global : local))
                .toList();
    }

    private Activation activation() {
        return switch (family) {
            case GEMMA2, GEMMA3 -> Activation.read(config, "hidden_activation", "gelu_pytorch_tanh");
            // Gemma was trained with the tanh form; its first configurations say "gelu".
            case GEMMA ->
                config.text("hidden_act", "gelu").equals("gelu")
                        ? Activation.GELU_TANH
                        : Activation.read(config, "hidden_act", "gelu_pytorch_tanh");
            default -> Activation.read(config, "hidden_act", "silu");
        };
    }

    private double finalCap() {
        if (!family.has(FamilyTrait.FINAL_CAP)) {
            return 0;
        }
        return cap("final_logit_softcapping", family == ModelFamily.GEMMA2 ? DEFAULT_GEMMA2_FINAL_CAP : 0);
    }

    /** Returns a cap, or 0 if there is none: an explicit null turns it off, an absent key means the family's default. */
    private double cap(String key, double fallback) {
        return config.contains(key) ? config.positive(key, 0) : fallback;
    }
}
