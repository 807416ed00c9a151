// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.network;

import io.github.aligner4j.runtime.checkpoint.AttentionConfig;
import io.github.aligner4j.runtime.checkpoint.LayerAttention;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.torchscript.ConfigValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Generates the TorchScript of a training program for every model family of the runtime. {@link LossTemplate} has the common parts; the
 * configuration determines the rest.
 *
 * <p>Parameters are passed as one list in the order of {@link ParameterLayout}, always in float32. With {@code bfloat16}, each forward
 * pass casts them, and gradients flow back to the float32 parameters.
 *
 * @param layout the parameters
 * @param device the libtorch name of the device, such as {@code cpu} or {@code cuda:0}
 * @param bfloat16 true if matrix products are computed in bfloat16
 */
public record LossSource(ParameterLayout layout, String device, boolean bfloat16) {

    /** The name of the class that the program defines. */
    public static final String CLASS_NAME = "TrainingProgram";

    /** Returns the source of the program. */
    public String text() {
        ModelConfig config = layout.config();
        Map<String, String> values = ConfigValues.of(config);
        addPlaces(values);
        addTypes(values, config);
        addAttention(values, config.attention());
        addLinears(values);
        addNorms(values, config);
        return LossTemplate.filled(config.attention().logitCap() > 0, values);
    }

    private void addPlaces(Map<String, String> values) {
        values.put("class", CLASS_NAME);
        values.put("firstLayer", "" + layout.firstLayer());
        values.put("stride", "" + layout.stride());
        values.put("firstAdapter", "" + layout.firstAdapter());
        values.put("adapterStride", "" + layout.adapterStride());
    }

    private void addTypes(Map<String, String> values, ModelConfig config) {
        String embedded = "torch.embedding(" + shared("model.embed_tokens.weight") + ", ids)";
        values.put("device", "torch.device(\"" + device + "\")");
        values.put("dtype", bfloat16 ? "15" : "6");
        values.put("castW", cast("w"));
        values.put("castX", cast(embedded));
        values.put(
                "scaled",
                config.scaledEmbedding()
                        ? "torch.mul(x, " + Math.sqrt(config.hiddenSize()) + ")"
                        : ConfigValues.embedding(config, "x"));
        values.put(
                "normed",
                config.unitOffsetNorm()
                        ? cast("torch.mul(normed, torch.add(w, 1.))")
                        : "torch.mul(" + cast("normed") + ", " + cast("w") + ")");
        values.put("vocabulary", shared(config.tiedEmbedding() ? "model.embed_tokens.weight" : "lm_head.weight"));
        values.put("finalNorm", shared("model.norm.weight"));
    }

    private static void addAttention(Map<String, String> values, AttentionConfig attention) {
        values.put(
                "frequencies",
                ConfigValues.list(
                        attention.kinds().stream().map(LossSource::frequencies).toList()));
        values.put("alwaysMasked", attention.logitCap() > 0 ? "True" : "False");
    }

    private void addLinears(Map<String, String> values) {
        LoraSettings.ALL_TARGETS.forEach(target -> values.put(target, linear(target)));
    }

    private void addNorms(Map<String, String> values, ModelConfig config) {
        boolean query = config.attention().queryKeyNorm();
        boolean post = config.postNorms();
        values.put("queryNormed", query ? norm("q", "self_attn.q_norm") : "q");
        values.put("keyNormed", query ? norm("k", "self_attn.k_norm") : "k");
        values.put("attentionNorm", inLayer("input_layernorm.weight"));
        values.put("attentionAdded", ConfigValues.residual(config, post ? norm("a", "post_attention_layernorm") : "a"));
        values.put(
                "feedForwardNorm",
                inLayer(post ? "pre_feedforward_layernorm.weight" : "post_attention_layernorm.weight"));
        values.put(
                "feedForwardAdded",
                ConfigValues.residual(config, post ? norm("f", "post_feedforward_layernorm") : "f"));
    }

    private String linear(String target) {
        String path = LoraSettings.path(target);
        String bias =
                layout.inLayer(path + ".bias") < 0 ? "annotate(Optional[Tensor], None)" : cast(inLayer(path + ".bias"));
        String plain = "(self).linear(x, " + matrix(target) + ", " + bias + ", )";
        int adapter = layout.adapterInLayer(target);
        LoraSettings lora = layout.lora();
        if (adapter < 0 || lora == null) {
            return plain;
        }
        String low = "torch.linear(x, " + cast("w[c + " + adapter + "]") + ", None)";
        String high = "torch.linear(" + low + ", " + cast("w[c + " + (adapter + 1) + "]") + ", None)";
        return "torch.add(" + plain + ", torch.mul(" + high + ", " + lora.scale() + "))";
    }

    private String matrix(String target) {
        String path = LoraSettings.path(target);
        if (!layout.config().sharedMlp()) {
            return inLayer(path + ".weight");
        }
        int inner = layout.config().feedForwardSize();
        return switch (target) {
            case "gate_proj" ->
                "torch.slice(" + inLayer("shared_mlp.input_linear.weight") + ", 0, 0, " + inner + ", 1)";
            case "up_proj" ->
                "torch.slice(" + inLayer("shared_mlp.input_linear.weight") + ", 0, " + inner + ", " + 2 * inner
                        + ", 1)";
            case "down_proj" -> inLayer("shared_mlp.output_linear.weight");
            default -> inLayer(path + ".weight");
        };
    }

    private String norm(String value, String path) {
        return "(self).norm(" + value + ", " + inLayer(path + ".weight") + ", )";
    }

    private String shared(String name) {
        return "w[" + layout.shared(name) + "]";
    }

    private String inLayer(String name) {
        return "w[b + " + layout.inLayer(name) + "]";
    }

    private String cast(String expression) {
        return bfloat16 ? "torch.to(" + expression + ", 15, False, False, None)" : expression;
    }

    private static String frequencies(LayerAttention kind) {
        List<Double> values = new ArrayList<>();
        for (float frequency : kind.rotary().frequencies()) {
            values.add((double) frequency);
        }
        return ConfigValues.list(values);
    }
}
