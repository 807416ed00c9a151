// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.util.List;

/**
 * The configuration of a hybrid model, {@code granitemoehybrid}, of which only dense models of attention layers can be run:
 * Granite 4 Micro is one, the models with an H or an MoE in their names are not.
 */
final class DenseHybrid {

    private static final int DEFAULT_EXPERTS = 8;
    private static final int MAX_EXPERTS = 1 << 16;
    private static final List<String> ATTENTION = List.of("attention", "full_attention");

    private DenseHybrid() {}

    /** Checks that the model has neither mamba layers nor experts, and rotary positions. */
    static void require(JsonFields config, int layers) {
        if (!config.hasValue("layer_types")) {
            throw config.wrong(
                    "layer_types",
                    "a list of " + layers + " times attention: without it, all layers are mamba layers,"
                            + " which can't be run");
        }
        List<String> types = config.texts("layer_types");
        if (types.size() != layers || !ATTENTION.containsAll(types)) {
            throw config.wrong(
                    "layer_types",
                    "a list of " + layers + " times attention: no other layers, such as" + " mamba, can be run");
        }
        String experts = "num_local_experts";
        if (!config.hasValue(experts) || config.whole(experts, 0, MAX_EXPERTS) != 0) {
            throw config.wrong(
                    experts,
                    "0, the default being " + DEFAULT_EXPERTS + ": experts can't be run, only " + "dense models");
        }
        if (!config.text("position_embedding_type", "none").equals("rope")) {
            throw config.wrong("position_embedding_type", "\"rope\": models without rotary positions can't be run");
        }
    }
}
