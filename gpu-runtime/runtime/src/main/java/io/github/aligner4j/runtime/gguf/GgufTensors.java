// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import io.github.aligner4j.runtime.checkpoint.AttentionConfig;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.LoraAdapter;
import io.github.aligner4j.runtime.checkpoint.LoraFactors;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.StoredTensor;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.runtime.checkpoint.TensorInfo;
import io.github.aligner4j.runtime.checkpoint.Weight;
import io.github.aligner4j.runtime.checkpoint.WeightLayout;
import io.github.aligner4j.runtime.checkpoint.WeightRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The tensors of a model or an adapter, with the names and the order of elements that llama.cpp expects.
 *
 * @param model the model
 */
record GgufTensors(GgufModel model) {

    private static final String OUTPUT = "output.weight";
    private static final String ROTARY_DIVISORS = "rope_freqs.weight";

    private CheckpointDirectory checkpoint() {
        return model.checkpoint();
    }

    private ModelConfig config() {
        return checkpoint().config();
    }

    /** Returns the tensors of the model; matrices have {@code type}, all others float32. */
    List<GgufTensor> weights(StoredType type) {
        List<GgufTensor> tensors = new ArrayList<>();
        WeightLayout layout = new WeightLayout(config());
        addAll(tensors, layout.shared(), "", type);
        float[] divisors = model.rotaryDivisors();
        if (divisors.length > 0) {
            TensorInfo info = new TensorInfo(ROTARY_DIVISORS, StoredType.F32, List.of((long) divisors.length));
            tensors.add(new GgufTensor(info, () -> divisors));
        }
        for (int i = 0; i < config().layers(); i++) {
            addAll(tensors, layout.layer(i), "blk." + i + ".", type);
        }
        return tensors;
    }

    /** Returns the factors of an adapter, each matrix as two tensors; its scale is part of the second. */
    List<GgufTensor> factors(LoraAdapter adapter) {
        List<GgufTensor> tensors = new ArrayList<>();
        WeightLayout layout = new WeightLayout(config());
        addFactors(tensors, adapter, layout.shared(), "");
        for (int i = 0; i < config().layers(); i++) {
            addFactors(tensors, adapter, layout.layer(i), "blk." + i + ".");
        }
        return tensors;
    }

    private void addAll(List<GgufTensor> tensors, List<Weight> weights, String prefix, StoredType type) {
        for (Slice slice : slices(weights)) {
            if (!slice.name().equals(OUTPUT) || !config().tiedEmbedding()) {
                StoredTensor stored = checkpoint().stored(slice.tensor());
                StoredType kept = slice.shape().size() > 1 ? type : StoredType.F32;
                tensors.add(new GgufTensor(
                        new TensorInfo(prefix + slice.name(), kept, slice.shape()),
                        () -> slice.change().apply(stored.floats())));
            }
        }
    }

    private void addFactors(List<GgufTensor> tensors, LoraAdapter adapter, List<Weight> weights, String prefix) {
        for (Slice slice : slices(weights)) {
            adapter.of(slice.tensor()).ifPresent(factors -> addFactors(tensors, prefix, slice, factors));
        }
    }

    private static void addFactors(List<GgufTensor> tensors, String prefix, Slice slice, LoraFactors factors) {
        StoredTensor down = factors.down();
        StoredTensor up = factors.up();
        String name = prefix + slice.name();
        tensors.add(new GgufTensor(new TensorInfo(name + ".lora_a", StoredType.F32, down.shape()), down::floats));
        tensors.add(new GgufTensor(
                new TensorInfo(
                        name + ".lora_b", StoredType.F32, List.of(slice.shape().get(0), (long) factors.rank())),
                () -> scaled(slice.change().apply(up.floats()), factors.scale())));
    }

    /**
     * A tensor of llama.cpp, made of a stored one.
     *
     * @param name its name, without that of the layer
     * @param tensor name of the stored tensor
     * @param shape its shape
     * @param change makes its elements of the stored ones, or its rows of the rows of an adapter's factor
     */
    private record Slice(String name, String tensor, List<Long> shape, UnaryOperator<float[]> change) {}

    private List<Slice> slices(List<Weight> weights) {
        List<Slice> slices = new ArrayList<>();
        for (Weight weight : weights) {
            List<String> names = names(weight.role());
            boolean joined = weight.parts().size() < names.size();
            for (int i = 0; i < names.size(); i++) {
                slices.add(joined ? half(names.get(i), weight.parts().get(0), i) : whole(names.get(i), weight, i));
            }
        }
        return slices;
    }

    private Slice whole(String name, Weight weight, int index) {
        Weight.Part part = weight.parts().get(index);
        int rows = Math.toIntExact(part.shape().get(0));
        return new Slice(name, part.tensor(), part.shape(), change(weight.role(), index, rows));
    }

    /** Returns the first or second half of a matrix, as gate and up are of Granite 4's. */
    private static Slice half(String name, Weight.Part part, int index) {
        List<Long> shape = new ArrayList<>(part.shape());
        shape.set(0, shape.get(0) / 2);
        return new Slice(name, part.tensor(), shape, values -> {
            int size = values.length / 2;
            return Arrays.copyOfRange(values, index * size, (index + 1) * size);
        });
    }

    /** Returns the change of the {@code index}-th part of a weight. */
    private UnaryOperator<float[]> change(WeightRole role, int index, int rows) {
        AttentionConfig attention = config().attention();
        boolean turned = role == WeightRole.QUERY_KEY_VALUE || role == WeightRole.QUERY_KEY_VALUE_BIAS;
        if (turned && index < 2 && model.architecture().interleaved()) {
            int heads = index == 0 ? attention.heads() : attention.keyValueHeads();
            return values -> interleaved(values, heads, rows);
        }
        boolean offset = role.kind() == WeightRole.Kind.NORM && config().unitOffsetNorm();
        return offset ? GgufTensors::plusOne : UnaryOperator.identity();
    }

    private static List<String> names(WeightRole role) {
        return switch (role) {
            case EMBEDDING -> List.of("token_embd.weight");
            case FINAL_NORM -> List.of("output_norm.weight");
            case VOCABULARY -> List.of(OUTPUT);
            case ATTENTION_NORM -> List.of("attn_norm.weight");
            case QUERY_KEY_VALUE -> List.of("attn_q.weight", "attn_k.weight", "attn_v.weight");
            case QUERY_KEY_VALUE_BIAS -> List.of("attn_q.bias", "attn_k.bias", "attn_v.bias");
            case QUERY_KEY_NORM -> List.of("attn_q_norm.weight", "attn_k_norm.weight");
            case ATTENTION_OUTPUT -> List.of("attn_output.weight");
            case ATTENTION_OUTPUT_BIAS -> List.of("attn_output.bias");
            case ATTENTION_POST_NORM -> List.of("post_attention_norm.weight");
            case FEED_FORWARD_NORM -> List.of("ffn_norm.weight");
            case GATE_UP -> List.of("ffn_gate.weight", "ffn_up.weight");
            case GATE_UP_BIAS -> List.of("ffn_gate.bias", "ffn_up.bias");
            case DOWN -> List.of("ffn_down.weight");
            case DOWN_BIAS -> List.of("ffn_down.bias");
            case FEED_FORWARD_POST_NORM -> List.of("post_ffw_norm.weight");
        };
    }

    /** Moves rows within each head so that those that are rotated together, of its first and second half, are neighbours. */
    private static float[] interleaved(float[] values, int heads, int rows) {
        int size = rows / heads;
        int columns = values.length / rows;
        float[] moved = new float[values.length];
        for (int row = 0; row < rows; row++) {
            int place = row % size;
            int target = row - place + 2 * (place % (size / 2)) + place / (size / 2);
            System.arraycopy(values, row * columns, moved, target * columns, columns);
        }
        return moved;
    }

    private static float[] plusOne(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] += 1;
        }
        return values;
    }

    private static float[] scaled(float[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factor);
        }
        return values;
    }
}
