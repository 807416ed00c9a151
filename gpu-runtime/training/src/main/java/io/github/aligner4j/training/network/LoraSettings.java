package io.github.aligner4j.training.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Low-rank adapters (LoRA, arXiv:2106.09685): a linear layer W gets B A beside it, scaled by alpha / rank; W stays as it is.
 *
 * @param rank rows of A
 * @param alpha numerator of the scale
 * @param targets which layers of {@link #ALL_TARGETS} get one
 */
public record LoraSettings(int rank, double alpha, List<String> targets) {

    /** Every linear layer of a decoder's layers, by the part of the layer where it lies. */
    private static final Map<String, String> PARTS = parts();

    /** Names of the linear layers that can get an adapter. */
    public static final List<String> ALL_TARGETS = List.copyOf(PARTS.keySet());

    private static final int LARGEST_RANK = 1024;

    /** Checks ranges and names. */
    public LoraSettings {
        if (rank < 1 || rank > LARGEST_RANK) {
            throw new IllegalArgumentException("LoRA rank must be 1 to " + LARGEST_RANK + ", but was " + rank);
        }
        if (!(alpha > 0)) {
            throw new IllegalArgumentException("LoRA alpha must be above 0, but was " + alpha);
        }
        if (targets.isEmpty() || !ALL_TARGETS.containsAll(targets)) {
            throw new IllegalArgumentException(
                    "LoRA targets must be one or more of " + ALL_TARGETS + ", but were " + targets);
        }
        // In the order of the layout, whatever the order given.
        targets = ALL_TARGETS.stream().filter(targets::contains).toList();
    }

    /** Factor of B A x. */
    public double scale() {
        return alpha / rank;
    }

    /** Returns where in a layer the linear layer {@code target} lies, such as {@code self_attn.q_proj}. */
    static String path(String target) {
        return PARTS.get(target) + "." + target;
    }

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        List.of("q_proj", "k_proj", "v_proj", "o_proj").forEach(name -> parts.put(name, "self_attn"));
        List.of("gate_proj", "up_proj", "down_proj").forEach(name -> parts.put(name, "mlp"));
        return parts;
    }
}
