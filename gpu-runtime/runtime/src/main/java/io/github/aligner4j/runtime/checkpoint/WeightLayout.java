// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.util.ArrayList;
import java.util.List;

import static io.github.aligner4j.runtime.checkpoint.Weight.part;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.ATTENTION_NORM;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.ATTENTION_OUTPUT;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.ATTENTION_OUTPUT_BIAS;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.ATTENTION_POST_NORM;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.DOWN;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.DOWN_BIAS;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.EMBEDDING;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.FEED_FORWARD_NORM;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.FEED_FORWARD_POST_NORM;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.FINAL_NORM;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.GATE_UP;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.GATE_UP_BIAS;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.QUERY_KEY_NORM;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.QUERY_KEY_VALUE;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.QUERY_KEY_VALUE_BIAS;
import static io.github.aligner4j.runtime.checkpoint.WeightRole.VOCABULARY;

/**
 * The weights of a model in the order of its program, with the names and shapes of their tensors as transformers writes them:
 * first {@link #shared()}, then {@link #layer} by layer, each with the same roles.
 *
 * @param config configuration of the model
 */
public record WeightLayout(ModelConfig config) {

    static final String EMBEDDING_TABLE = "model.embed_tokens.weight";
    static final String OUTPUT = "lm_head.weight";

    /** Returns the weights that belong to no layer. */
    public List<Weight> shared() {
        long rows = config.vocabularySize();
        long hidden = config.hiddenSize();
        String output = config.tiedEmbedding() ? EMBEDDING_TABLE : OUTPUT;
        return List.of(
                Weight.of(EMBEDDING, part(EMBEDDING_TABLE, rows, hidden)),
                Weight.of(FINAL_NORM, part("model.norm.weight", hidden)),
                Weight.of(VOCABULARY, part(output, rows, hidden)));
    }

    /** Returns the weights of the {@code index}-th layer. */
    public List<Weight> layer(int index) {
        String prefix = "model.layers." + index + ".";
        List<Weight> weights = new ArrayList<>();
        addAttention(weights, prefix + "self_attn.");
        if (config.sharedMlp()) {
            addSharedMlp(weights, prefix + "shared_mlp.");
        } else {
            addFeedForward(weights, prefix + "mlp.");
        }
        addNorms(weights, prefix);
        return weights;
    }

    private void addAttention(List<Weight> weights, String prefix) {
        AttentionConfig attention = config.attention();
        long hidden = config.hiddenSize();
        long queries = attention.querySize();
        long keys = attention.keyValueSize();
        weights.add(Weight.of(
                QUERY_KEY_VALUE,
                part(prefix + "q_proj.weight", queries, hidden),
                part(prefix + "k_proj.weight", keys, hidden),
                part(prefix + "v_proj.weight", keys, hidden)));
        weights.add(Weight.of(ATTENTION_OUTPUT, part(prefix + "o_proj.weight", hidden, queries)));
        if (attention.inputBias()) {
            weights.add(Weight.of(
                    QUERY_KEY_VALUE_BIAS,
                    part(prefix + "q_proj.bias", queries),
                    part(prefix + "k_proj.bias", keys),
                    part(prefix + "v_proj.bias", keys)));
        }
        if (attention.outputBias()) {
            weights.add(Weight.of(ATTENTION_OUTPUT_BIAS, part(prefix + "o_proj.bias", hidden)));
        }
        if (attention.queryKeyNorm()) {
            List<Long> shape = List.of((long) attention.headSize());
            weights.add(Weight.of(
                    QUERY_KEY_NORM,
                    new Weight.Part(prefix + "q_norm.weight", shape, attention.heads()),
                    new Weight.Part(prefix + "k_norm.weight", shape, attention.keyValueHeads())));
        }
    }

    private void addFeedForward(List<Weight> weights, String prefix) {
        long hidden = config.hiddenSize();
        long inner = config.feedForwardSize();
        weights.add(Weight.of(
                GATE_UP,
                part(prefix + "gate_proj.weight", inner, hidden),
                part(prefix + "up_proj.weight", inner, hidden)));
        weights.add(Weight.of(DOWN, part(prefix + "down_proj.weight", hidden, inner)));
        if (config.feedForwardBias()) {
            weights.add(Weight.of(
                    GATE_UP_BIAS, part(prefix + "gate_proj.bias", inner), part(prefix + "up_proj.bias", inner)));
            weights.add(Weight.of(DOWN_BIAS, part(prefix + "down_proj.bias", hidden)));
        }
    }

    private void addSharedMlp(List<Weight> weights, String prefix) {
        long hidden = config.hiddenSize();
        long inner = config.feedForwardSize();
        weights.add(Weight.of(GATE_UP, part(prefix + "input_linear.weight", 2 * inner, hidden)));
        weights.add(Weight.of(DOWN, part(prefix + "output_linear.weight", hidden, inner)));
    }

    /** Adds the norms; with norms after the blocks too, {@code post_attention_layernorm} is a different one. */
    private void addNorms(List<Weight> weights, String prefix) {
        addNorm(weights, ATTENTION_NORM, prefix + "input_layernorm.weight");
        if (config.postNorms()) {
            addNorm(weights, ATTENTION_POST_NORM, prefix + "post_attention_layernorm.weight");
            addNorm(weights, FEED_FORWARD_NORM, prefix + "pre_feedforward_layernorm.weight");
            addNorm(weights, FEED_FORWARD_POST_NORM, prefix + "post_feedforward_layernorm.weight");
        } else {
            addNorm(weights, FEED_FORWARD_NORM, prefix + "post_attention_layernorm.weight");
        }
    }

    private void addNorm(List<Weight> weights, WeightRole role, String tensor) {
        weights.add(Weight.of(role, part(tensor, config.hiddenSize())));
    }
}
