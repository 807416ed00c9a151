package io.github.aligner4j.training;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import io.github.aligner4j.training.network.LoraSettings;
import io.github.aligner4j.training.schedule.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a training needs.
 *
 * @param base the checkpoint to begin with
 * @param descriptor how the trained model is to be asked; by custom the base checkpoint's own; null for a model that is no
 *     Aligner, which learns from prompts and completions only
 * @param material what to learn from
 * @param recipe how
 * @param lora adapters to train instead of the weights themselves
 * @param hardware where
 * @param output folder of the outcome
 * @param storedType type of the trained weights, {@link StoredType#F32} or {@link StoredType#BF16}
 */
public record TrainingJob(
        Path base,
        @Nullable CheckpointDescriptor descriptor,
        Material material,
        Recipe recipe,
        Optional<LoraSettings> lora,
        Hardware hardware,
        Path output,
        StoredType storedType) {

    /** Checks that there is a template for rows that need one. */
    public TrainingJob {
        if (descriptor == null && !(material.train().isEmpty() && material.dev().isEmpty())) {
            throw new IllegalArgumentException(
                    "rows of question, answer and correction need a descriptor that says how an"
                            + " Aligner is asked, but there is none");
        }
    }

    /**
     * What to learn from.
     *
     * @param train rows to learn from
     * @param dev rows to look at from time to time; may be empty
     * @param texts plain texts to read before anything else; may be empty
     * @param completions rows for a model that is no Aligner; none if there are others
     */
    public record Material(
            List<CorrectionRow> train, List<CorrectionRow> dev, List<String> texts, Completions completions) {

        /** Copies the lists. */
        public Material {
            train = List.copyOf(train);
            dev = List.copyOf(dev);
            texts = List.copyOf(texts);
        }

        /** Creates material for an Aligner. */
        public Material(List<CorrectionRow> train, List<CorrectionRow> dev, List<String> texts) {
            this(train, dev, texts, Completions.NONE);
        }
    }

    /**
     * What a model that is no Aligner learns from: prompts, as they are, and what is to follow them.
     *
     * @param train rows to learn from
     * @param dev rows to look at from time to time; may be empty
     */
    public record Completions(List<PromptCompletion> train, List<PromptCompletion> dev) {

        /** No such rows. */
        public static final Completions NONE = new Completions(List.of(), List.of());

        /** Copies the lists. */
        public Completions {
            train = List.copyOf(train);
            dev = List.copyOf(dev);
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
