// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of low-rank adapters (LoRA, arXiv:2106.09685): the output of a linear layer W gets alpha / rank · B A x added, and W is
 * frozen.
 *
 * @param rank the rank
 * @param alpha the numerator of the scale
 * @param targets the linear layers with adapters, of {@link #ALL_TARGETS}
 */
public record LoraSettings(int rank, double alpha, List<String> targets) {

    /** The linear layers of a decoder layer, by the module that contains them. */
    private static final Map<String, String> PARTS = parts();

    /** The linear layers that can have an adapter. */
    public static final List<String> ALL_TARGETS = List.copyOf(PARTS.keySet());

    private static final int MAX_RANK = 1024;

    /** Checks ranges and names. */
    public LoraSettings {
        if (rank < 1 || rank > MAX_RANK) {
            throw new IllegalArgumentException("LoRA rank must be 1 to " + MAX_RANK + ", but was " + rank);
        }
        if (!(alpha > 0)) {
            throw new IllegalArgumentException("LoRA alpha must be above 0, but was " + alpha);
        }
        if (targets.isEmpty() || !ALL_TARGETS.containsAll(targets)) {
            throw new IllegalArgumentException(
                    "LoRA targets must be one or more of " + ALL_TARGETS + ", but were " + targets);
        }
        // In the order of the layout.
        targets = ALL_TARGETS.stream().filter(targets::contains).toList();
    }

    /** Returns the scale of the adapters: alpha / rank. */
    public double scale() {
        return alpha / rank;
    }

    /** Returns the path of {@code target} within a layer, such as {@code self_attn.q_proj}. */
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
