package io.github.aligner4j.training;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.network.LoraSettings;
import io.github.aligner4j.training.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a training needs.
 *
 * @param base the checkpoint to begin with
 * @param descriptor how the trained model is to be asked; by custom the base checkpoint's own
 * @param material what to learn from
 * @param recipe how
 * @param lora adapters to train instead of the weights themselves
 * @param hardware where
 * @param output folder of the outcome
 * @param storedType type of the trained weights, {@link StoredType#F32} or {@link StoredType#BF16}
 */
public record TrainingJob(
        Path base,
        CheckpointDescriptor descriptor,
        Material material,
        Recipe recipe,
        Optional<LoraSettings> lora,
        Hardware hardware,
        Path output,
        StoredType storedType) {

    /**
     * What to learn from.
     *
     * @param train rows to learn from
     * @param dev rows to look at from time to time; may be empty
     * @param texts plain texts to read before anything else; may be empty
     */
    public record Material(List<CorrectionRow> train, List<CorrectionRow> dev, List<String> texts) {

        /** Copies the lists. */
        public Material {
            train = List.copyOf(train);
            dev = List.copyOf(dev);
            texts = List.copyOf(texts);
        }
    }

    /**
     * Where to compute.
     *
     * @param device {@code auto}, {@code cpu} or {@code cuda:N}
     * @param bfloat16 whether matrices are multiplied in bfloat16; weights stay in float32
     * @param threads how many threads compute one operation on the CPU; 0 leaves it to libtorch
     */
    public record Hardware(String device, boolean bfloat16, int threads) {}
}
