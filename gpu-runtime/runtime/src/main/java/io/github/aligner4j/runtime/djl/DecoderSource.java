// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.runtime.checkpoint.AttentionConfig;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.Weight;
import io.github.aligner4j.runtime.checkpoint.WeightLayout;
import io.github.aligner4j.runtime.checkpoint.WeightRole;
import io.github.aligner4j.runtime.torchscript.ConfigValues;
import io.github.aligner4j.runtime.torchscript.ProgramTemplate;
import java.util.List;
import java.util.Map;

/**
 * Source of a decoder's TorchScript: the template is common to all families, the values that differ follow from the
 * configuration.
 *
 * <p>Weights come as one list: {@link WeightLayout#shared()}, the rotary frequencies of each
 * {@linkplain AttentionConfig#kinds kind} of attention, the signs and the biases of norms, then layer by layer.
 */
final class DecoderSource {

    static final String CLASS_NAME = "Decoder";

    /** The matrices of a layer that adapters change, in the order of a program's numbering. */
    static final List<WeightRole> ADAPTED =
            List.of(WeightRole.QUERY_KEY_VALUE, WeightRole.ATTENTION_OUTPUT, WeightRole.GATE_UP, WeightRole.DOWN);

    private static final int FLOAT32 = Precision.FLOAT32.torchCode();

    private final ModelConfig config;
    private final AttentionConfig attention;
    private final Execution execution;
    private final AttentionKernels kernels;
    /** Number of entries in the list of weights for each weight: integers have scales beside them. */
    private final int slots;

    private final List<WeightRole> sharedRoles;
    private final List<WeightRole> layerRoles;

    DecoderSource(ModelConfig config, Execution execution, AttentionKernels kernels) {
        this.config = config;
        this.kernels = kernels;
        this.attention = config.attention();
        this.execution = execution;
        this.slots = execution.format() == MatrixFormat.INT8 ? 2 : 1;
        WeightLayout layout = new WeightLayout(config);
        this.sharedRoles = layout.shared().stream().map(Weight::role).toList();
        this.layerRoles = layout.layer(0).stream().map(Weight::role).toList();
    }

    String text() {
        Map<String, String> values = ConfigValues.of(config);
        addSizes(values);
        addTypes(values);
        addIndexes(values);
        addLayer(values);
        return ProgramTemplate.fill(DecoderTemplate.TEXT + attentionText(), values);
    }

    private String attentionText() {
        if (attention.logitCap() > 0) {
            return AttentionTemplate.CAPPED;
        }
        return kernels == AttentionKernels.NAMED ? AttentionTemplate.NAMED : AttentionTemplate.CHOSEN;
    }

    private void addSizes(Map<String, String> values) {
        int heads = attention.heads();
        int groups = attention.keyValueHeads();
        values.put("class", CLASS_NAME);
        values.put("turned", "" + (heads + groups));
        values.put("projected", "" + (heads + 2 * groups) * attention.headSize());
        values.put("inner", "" + config.feedForwardSize());
        values.put("vocabularySize", "" + config.vocabularySize());
    }

    private void addTypes(Map<String, String> values) {
        String dtype = "" + execution.precision().torchCode();
        values.put("device", "torch.device(\"" + execution.device() + "\")");
        values.put("dtype", dtype);
        values.put("cacheType", "" + execution.cachePrecision().torchCode());
        values.put("normType", "" + normPrecision().torchCode());
        values.put("normed", cast("normed", normPrecision(), execution.precision()));
        values.put(
                "loadedNorm",
                config.unitOffsetNorm()
                        ? "torch.add(torch.to(w, {device}, " + FLOAT32 + ", False, False, None), 1.)"
                        : "torch.to(w, {device}, {dtype}, False, True, None)");
        addMatrices(values);
    }

    private void addMatrices(Map<String, String> values) {
        String matrices = switch (execution.format()) {
            case PLAIN -> MatrixTemplate.PLAIN;
            case PREPACKED -> MatrixTemplate.PREPACKED;
            case INT8 -> MatrixTemplate.INTEGERS;
        };
        values.put("slots", "" + slots);
        values.put("matrices", matrices.stripTrailing());
        values.put("multiple", "" + MatrixLayout.MULTIPLE);
        values.put("padded", "" + MatrixLayout.PADDED.code());
        values.put("plain", "" + MatrixLayout.PLAIN.code());
    }

    private static String cast(String expression, Precision from, Precision to) {
        return from == to ? expression : "torch.to(" + expression + ", " + to.torchCode() + ", False, False, None)";
    }

    private void addIndexes(Map<String, String> values) {
        int kinds = attention.kinds().size();
        values.put("firstRotary", "" + slots * sharedRoles.size());
        values.put("signs", "" + slots * (sharedRoles.size() + kinds));
        values.put("zeros", "" + slots * (sharedRoles.size() + kinds + 1));
        values.put("firstLayer", "" + slots * (sharedRoles.size() + kinds + 2));
        values.put("stride", "" + slots * layerRoles.size());
        values.put("embedding", "w[" + slots * sharedRoles.indexOf(WeightRole.EMBEDDING) + "]");
        values.put("finalNorm", "" + slots * sharedRoles.indexOf(WeightRole.FINAL_NORM));
        values.put("vocabulary", "" + slots * sharedRoles.indexOf(WeightRole.VOCABULARY));
        // transformers rounds this factor to the type of the embeddings.
        double factor = execution.precision().nearest(Math.sqrt(config.hiddenSize()));
        values.put(
                "scaled",
                config.scaledEmbedding() ? "torch.mul(x, " + factor + ")" : ConfigValues.embedding(config, "x"));
    }

    private void addLayer(Map<String, String> values) {
        for (WeightRole role : WeightRole.values()) {
            int offset = layerRoles.indexOf(role);
            boolean bias = role.kind() == WeightRole.Kind.BIAS;
            String absent = bias ? "annotate(Optional[Tensor], None)" : "absent";
            String index = "b + " + slots * offset;
            String present = bias ? "w[" + index + "]" : index;
            values.put(role.name(), offset < 0 ? absent : present);
        }
        values.put("queryKeyNormed", attention.queryKeyNorm() ? "(self).head_norm(qk, w, {QUERY_KEY_NORM}, )" : "qk");
        values.put("turns", cast("turns", Precision.FLOAT32, execution.cachePrecision()));
        values.put("cachedProjection", cast("qkv", execution.precision(), execution.cachePrecision()));
        values.put("attended", cast("a", execution.cachePrecision(), execution.precision()));
        values.put("attentionAdded", added("a", "{ATTENTION_POST_NORM}"));
        values.put("feedForwardAdded", added("f", "{FEED_FORWARD_POST_NORM}"));
    }

    /** Returns the residual stream x with the output of a block. */
    private String added(String block, String postNorm) {
        double factor = config.multipliers().residual();
        return config.postNorms()
                ? "torch.add_(x, (self).norms((self).doubled(" + block + ", w, ), w, " + postNorm + ", ), alpha="
                        + factor + ")"
                : "torch.addcmul_(x, torch.unsqueeze(" + block + ", -2), w[{signs}], value=" + factor + ")";
    }

    /** Returns the type of norms and of what they read: float32 where a factor is near 1 and would lose digits. */
    private Precision normPrecision() {
        return config.unitOffsetNorm() ? Precision.FLOAT32 : execution.precision();
    }
}
