// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.torchscript;

import io.github.aligner4j.runtime.checkpoint.Activation;
import io.github.aligner4j.runtime.checkpoint.AttentionConfig;
import io.github.aligner4j.runtime.checkpoint.LayerAttention;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The values of a {@link ProgramTemplate} that follow from a model's configuration alone, for inference and training alike.
 *
 * <p>Sizes: {@code hidden}, {@code heads} (query heads), {@code groups} (key/value heads), {@code group} (query heads of one
 * of them), {@code size} (of a head), {@code half}, {@code queries}, {@code layers}. Attention: {@code kinds}, {@code windows},
 * {@code magnitudes} and {@code kindOfLayer}, see {@link AttentionConfig#kinds}; {@code scale}, {@code attentionCap}.
 * Expressions: {@code activated} of {@code gate}, {@code logits} of {@code l}; {@code epsilon} of norms.
 */
public final class ConfigValues {

    private ConfigValues() {}

    /** Returns the values of {@code config} by name, to which others can be added. */
    public static Map<String, String> of(ModelConfig config) {
        Map<String, String> values = new HashMap<>();
        addSizes(values, config);
        addAttention(values, config.attention());
        values.put("activated", activation(config.activation()));
        values.put("epsilon", "" + config.normEpsilon());
        values.put("logits", logits(config));
        return values;
    }

    private static void addSizes(Map<String, String> values, ModelConfig config) {
        AttentionConfig attention = config.attention();
        values.put("hidden", "" + config.hiddenSize());
        values.put("layers", "" + config.layers());
        values.put("heads", "" + attention.heads());
        values.put("groups", "" + attention.keyValueHeads());
        values.put("group", "" + attention.heads() / attention.keyValueHeads());
        values.put("size", "" + attention.headSize());
        values.put("half", "" + attention.headSize() / 2);
        values.put("queries", "" + attention.querySize());
    }

    private static void addAttention(Map<String, String> values, AttentionConfig attention) {
        List<LayerAttention> kinds = attention.kinds();
        values.put("kinds", "" + kinds.size());
        values.put("windows", list(kinds.stream().map(LayerAttention::window).toList()));
        values.put(
                "magnitudes",
                list(kinds.stream().map(kind -> kind.rotary().magnitude()).toList()));
        values.put(
                "kindOfLayer",
                list(attention.layers().stream().map(kinds::indexOf).toList()));
        values.put("scale", "" + attention.scale());
        values.put("attentionCap", "" + attention.logitCap());
    }

    private static String activation(Activation activation) {
        return switch (activation) {
            case SILU -> "torch.silu(gate)";
            case GELU -> "torch.gelu(gate, approximate=\"none\")";
            case GELU_TANH -> "torch.gelu(gate, approximate=\"tanh\")";
        };
    }

    private static String logits(ModelConfig config) {
        double divisor = config.multipliers().logitDivisor();
        String scaled = divisor == 1 ? "l" : "torch.div(l, " + divisor + ")";
        return config.finalLogitCap() == 0 ? scaled : capped(scaled, config.finalLogitCap());
    }

    /** Returns the expression {@code block}, the output of a block, as it is added to the residual stream. */
    public static String residual(ModelConfig config, String block) {
        return multiplied(block, config.multipliers().residual());
    }

    /** Returns the expression {@code embedded}, an embedding, as the first layer reads it. */
    public static String embedding(ModelConfig config, String embedded) {
        return multiplied(embedded, config.multipliers().embedding());
    }

    private static String multiplied(String value, double factor) {
        return factor == 1 ? value : "torch.mul(" + value + ", " + factor + ")";
    }

    /** Gemma 2's soft cap, {@code cap * tanh(value / cap)}. */
    private static String capped(String value, double cap) {
        return "torch.mul(torch.tanh(torch.div(" + value + ", " + cap + ")), " + cap + ")";
    }

    /** Returns {@code values} as a list literal. */
    public static String list(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
