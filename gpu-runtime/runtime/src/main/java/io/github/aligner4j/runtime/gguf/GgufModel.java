// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import io.github.aligner4j.runtime.checkpoint.AttentionConfig;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.checkpoint.LayerAttention;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.RotaryEmbedding;
import io.github.aligner4j.runtime.checkpoint.RotaryScaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The shape of a model as llama.cpp describes it. What an architecture of llama.cpp can't express is refused.
 *
 * @param checkpoint the checkpoint
 * @param architecture its architecture in llama.cpp
 */
record GgufModel(CheckpointDirectory checkpoint, GgufArchitecture architecture) {

    private static final double TOLERANCE = 1e-9;
    private static final int LAYERS_OF_GEMMA2_27B = 46;
    private static final Set<Integer> LAYERS_OF_GEMMA2 = Set.of(26, 42, LAYERS_OF_GEMMA2_27B);

    /**
     * Checks a checkpoint.
     *
     * @throws CheckpointException if llama.cpp has no equal of the model
     */
    static GgufModel of(CheckpointDirectory checkpoint) {
        GgufModel model = new GgufModel(checkpoint, GgufArchitecture.of(checkpoint));
        model.checkBlocks();
        model.checkAttention();
        model.checkRotary();
        return model;
    }

    private ModelConfig config() {
        return checkpoint.config();
    }

    private void checkBlocks() {
        require(config().activation() == architecture.activation(), "the activation function " + config().activation());
        require(!architecture.isGemma() || config().tiedEmbedding(), "an output layer other than the embedding table");
        require(architecture.isLlama() || !config().feedForwardBias(), "biases of feed-forward layers");
        require(
                architecture != GgufArchitecture.GEMMA2 || LAYERS_OF_GEMMA2.contains(config().layers()),
                config().layers() + " layers, only of 26, 42 and 46 (Gemma 2 2B, 9B and 27B)");
        require(
                architecture != GgufArchitecture.GEMMA2 || config().finalLogitCap() > 0,
                "logits without a cap (final_logit_softcapping)");
    }

    private void checkAttention() {
        AttentionConfig attention = config().attention();
        require(
                architecture == GgufArchitecture.GRANITE || Math.abs(attention.scale() - scale()) < TOLERANCE,
                "attention scores scaled by " + attention.scale());
        require(!architecture.isGemma() || !attention.inputBias(), "biases of query, key and value layers");
        require(architecture.isLlama() || !attention.outputBias(), "a bias of the attention's output");
        require(
                architecture != GgufArchitecture.GEMMA2 || attention.logitCap() > 0,
                "attention scores without a cap (attn_logit_softcapping)");
        require(architecture != GgufArchitecture.GEMMA2 || alternating(), "windows in other layers than each second");
    }

    /** Returns the factor of attention scores, which llama.cpp derives from the model's size. */
    private double scale() {
        boolean largest = architecture == GgufArchitecture.GEMMA2 && config().layers() == LAYERS_OF_GEMMA2_27B;
        int divisor = largest
                ? config().hiddenSize() / config().attention().heads()
                : config().attention().headSize();
        return 1 / Math.sqrt(divisor);
    }

    private void checkRotary() {
        RotaryScaling scaling = rotary().scaling();
        require(!(scaling instanceof RotaryScaling.Yarn), "rotary positions scaled by YaRN");
        require(
                !(scaling instanceof RotaryScaling.Llama3) || architecture.isLlama(),
                "rotary positions scaled as Llama 3's");
    }

    private void require(boolean condition, String refused) {
        if (!condition) {
            throw new CheckpointException(
                    checkpoint.folder(),
                    "llama.cpp's architecture " + architecture.fileName() + " has no equal of " + refused
                            + ", so the checkpoint can't be exported to GGUF");
        }
    }

    private boolean alternating() {
        List<LayerAttention> layers = config().attention().layers();
        return IntStream.range(0, layers.size())
                .allMatch(i ->
                        layers.get(i).window() == (i % 2 == 0 ? layers.get(0).window() : 0));
    }

    private RotaryEmbedding rotary() {
        return config().attention().layers().get(0).rotary();
    }

    /** Returns the factors by which rotary frequencies are divided, shape [head size / 2]; empty if all are 1. */
    float[] rotaryDivisors() {
        if (!(rotary().scaling() instanceof RotaryScaling.Llama3)) {
            return new float[0];
        }
        RotaryEmbedding unscaled = new RotaryEmbedding(rotary().theta(), rotary().size(), new RotaryScaling.None());
        float[] divisors = unscaled.frequencies();
        float[] scaled = rotary().frequencies();
        for (int i = 0; i < divisors.length; i++) {
            divisors[i] /= scaled[i];
        }
        return divisors;
    }

    /** Returns the maximum length of a sequence; where llama.cpp has no windows, that of the smallest one. */
    int contextTokens() {
        int context = config().contextTokens();
        return architecture == GgufArchitecture.GEMMA2
                ? context
                : config().attention().layers().stream()
                        .mapToInt(layer -> layer.window() == 0 ? context : Math.min(context, layer.window()))
                        .min()
                        .orElse(context);
    }

    /** Returns the differences from the checkpoint that a user should know. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        if (contextTokens() < config().contextTokens()) {
            differences.add("the context is " + contextTokens() + " tokens instead of "
                    + config().contextTokens() + ", the size of the attention's window, which llama.cpp's architecture "
                    + architecture.fileName() + " doesn't have");
        }
        return differences;
    }

    /** Puts the keys that describe the model. */
    void describe(GgufMetadata metadata) {
        ModelConfig config = config();
        AttentionConfig attention = config.attention();
        String prefix = architecture.fileName() + ".";
        metadata.putCount(prefix + "vocab_size", config.vocabularySize());
        metadata.putCount(prefix + "context_length", contextTokens());
        metadata.putCount(prefix + "embedding_length", config.hiddenSize());
        metadata.putCount(prefix + "block_count", config.layers());
        metadata.putCount(prefix + "feed_forward_length", config.feedForwardSize());
        metadata.putCount(prefix + "attention.head_count", attention.heads());
        metadata.putCount(prefix + "attention.head_count_kv", attention.keyValueHeads());
        metadata.putCount(prefix + "attention.key_length", attention.headSize());
        metadata.putCount(prefix + "attention.value_length", attention.headSize());
        metadata.putNumber(prefix + "attention.layer_norm_rms_epsilon", config.normEpsilon());
        metadata.putCount(prefix + "rope.dimension_count", rotary().size());
        metadata.putNumber(prefix + "rope.freq_base", rotary().theta());
        if (rotary().scaling() instanceof RotaryScaling.Linear linear) {
            metadata.putText(prefix + "rope.scaling.type", "linear");
            metadata.putNumber(prefix + "rope.scaling.factor", linear.factor());
        }
        if (architecture == GgufArchitecture.GRANITE) {
            metadata.putNumber(prefix + "attention.scale", attention.scale());
            metadata.putNumber(prefix + "embedding_scale", config.multipliers().embedding());
            metadata.putNumber(prefix + "residual_scale", config.multipliers().residual());
            metadata.putNumber(prefix + "logit_scale", config.multipliers().logitDivisor());
        }
        if (architecture == GgufArchitecture.GEMMA2) {
            metadata.putNumber(prefix + "attn_logit_softcapping", attention.logitCap());
            metadata.putNumber(prefix + "final_logit_softcapping", config.finalLogitCap());
            int window = attention.layers().get(0).window();
            metadata.putCount(prefix + "attention.sliding_window", window == 0 ? config.contextTokens() : window);
        }
    }
}
