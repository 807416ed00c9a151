// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.network.LoraSettings;
import io.github.aligner4j.training.schedule.TrainingConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The specification of a training.
 *
 * @param base the checkpoint to start from
 * @param descriptor the descriptor of the trained Aligner, usually that of the base checkpoint; null for a model that is not an
 *     Aligner, which is trained on prompts and completions only
 * @param data the rows and texts
 * @param config the hyperparameters
 * @param lora the LoRA adapters to train; if empty, all weights are trained
 * @param hardware the device
 * @param output the output folder
 * @param storedType the type in which trained weights are stored, {@link StoredType#F32} or {@link StoredType#BF16}
 */
public record TrainingJob(
        Path base,
        @Nullable CheckpointDescriptor descriptor,
        TrainingDataset data,
        TrainingConfig config,
        Optional<LoraSettings> lora,
        Hardware hardware,
        Path output,
        StoredType storedType) {

    /** Requires a descriptor if there are rows of question, answer and correction. */
    public TrainingJob {
        if (descriptor == null && !(data.train().isEmpty() && data.dev().isEmpty())) {
            throw new IllegalArgumentException(
                    "rows of question, answer and correction need a descriptor with the template of the Aligner, but there"
                            + " is none");
        }
    }

    /**
     * The device of a training.
     *
     * @param device {@code auto}, {@code cpu} or {@code cuda:N}
     * @param bfloat16 true if matrix products are computed in bfloat16; weights stay in float32
     * @param threads the number of CPU threads of one operation; 0 leaves it to libtorch
     */
    public record Hardware(String device, boolean bfloat16, int threads) {}
}
