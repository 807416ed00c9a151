// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.network.LoraSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of LoRA adapters. */
final class LoraFlags {

    /** Default learning rate of adapters, ten times that of full fine-tuning. */
    static final double LEARNING_RATE = 2e-4;

    @Option(
            names = "--lora-rank",
            paramLabel = "R",
            description =
                    "Train LoRA adapters of this rank instead of the weights; the trained model is a PEFT " + "folder.")
    private @Nullable Integer rank;

    @Option(
            names = "--lora-alpha",
            paramLabel = "A",
            description = "LoRA scaling: adapters are scaled by A / R (default: 2 R).")
    private @Nullable Double alpha;

    @Option(
            names = "--lora-targets",
            split = ",",
            paramLabel = "NAME",
            description = "Layers with adapters: q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj "
                    + "(default: all).")
    private @Nullable List<String> targets;

    Optional<LoraSettings> settings() {
        if (rank == null) {
            if (alpha != null || targets != null) {
                throw new IllegalArgumentException("--lora-alpha and --lora-targets need --lora-rank");
            }
            return Optional.empty();
        }
        return Optional.of(new LoraSettings(
                rank, alpha == null ? 2.0 * rank : alpha, targets == null ? LoraSettings.ALL_TARGETS : targets));
    }
}
