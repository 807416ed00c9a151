// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import io.github.aligner4j.training.djl.TrainingTokenizer;
import io.github.aligner4j.training.schedule.Example;
import io.github.aligner4j.training.schedule.Stage;
import io.github.aligner4j.training.schedule.TrainingConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encodes training data in stages: plain texts, the paper's identity warm-up, then corrections; or, for a model that is not an
 * Aligner, completions.
 */
final class Curriculum {

    private final TrainingTokenizer tokenizer;
    private final TrainingConfig config;
    private final ExampleEncoder encoder;

    /**
     * Creates a curriculum.
     *
     * @param descriptor the descriptor of the Aligner; null if there are completions only
     */
    Curriculum(TrainingTokenizer tokenizer, @Nullable CheckpointDescriptor descriptor, TrainingConfig config) {
        this.tokenizer = tokenizer;
        this.config = config;
        this.encoder = new ExampleEncoder(tokenizer, descriptor, config);
    }

    /** Encoded rows, and the numbers of those skipped. */
    private record Encoded(List<Example> examples, int tooLong, int unsafe) {}

    /** Encodes {@code data}; stages without examples are left out. */
    EncodedDataset encode(TrainingDataset data) {
        TrainingConfig.Stages epochs = config.stages();
        Encoded corrections = corrections(data.train(), encoder::correction);
        Encoded completions = completions(data.completions().train());
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage("text", texts(data.texts()), epochs.textEpochs()));
        stages.add(new Stage(
                "identity", corrections(warmup(data.train()), encoder::copy).examples(), epochs.identityEpochs()));
        stages.add(new Stage("correction", corrections.examples(), epochs.epochs()));
        stages.add(new Stage("completion", completions.examples(), epochs.epochs()));
        stages.removeIf(stage -> stage.steps(config.batching().batchSize()) == 0);
        List<Example> dev =
                new ArrayList<>(corrections(data.dev(), encoder::correction).examples());
        dev.addAll(completions(data.completions().dev()).examples());
        return new EncodedDataset(
                stages, dev, encoder.deciding(), corrections.tooLong() + completions.tooLong(), corrections.unsafe());
    }

    private static Encoded corrections(List<CorrectionRow> rows, Function<CorrectionRow, Optional<Example>> encoder) {
        List<Example> examples = new ArrayList<>();
        int tooLong = 0;
        int unsafe = 0;
        for (CorrectionRow row : rows) {
            try {
                Optional<Example> example = encoder.apply(row);
                example.ifPresent(examples::add);
                tooLong += example.isPresent() ? 0 : 1;
            } catch (UnsafePromptException e) {
                unsafe++;
            }
        }
        return new Encoded(examples, tooLong, unsafe);
    }

    private Encoded completions(List<PromptCompletion> rows) {
        List<Example> examples =
                rows.stream().map(encoder::completion).flatMap(Optional::stream).toList();
        return new Encoded(examples, rows.size() - examples.size(), 0);
    }

    private List<CorrectionRow> warmup(List<CorrectionRow> rows) {
        List<CorrectionRow> chosen = new ArrayList<>(rows);
        Collections.shuffle(chosen, new Random(config.seed()));
        int count = (int) Math.round(config.stages().identityShare() * rows.size());
        return chosen.subList(0, count);
    }

    /** Splits texts that exceed the maximum length, so that every token is an input or a label. */
    private List<Example> texts(List<String> texts) {
        List<Example> examples = new ArrayList<>();
        int maxLength = config.batching().maxLength();
        int leading = tokenizer.leading();
        for (String text : texts) {
            int[] ids = tokenizer.text(text);
            for (int start = 0; start < ids.length - Math.max(1, leading); start += maxLength - 1) {
                int[] piece = Arrays.copyOfRange(ids, start, Math.min(ids.length, start + maxLength));
                if (piece.length > 1) {
                    examples.add(new Example(piece, start == 0 ? Math.max(1, Math.min(leading, piece.length - 1)) : 1));
                }
            }
        }
        return examples;
    }
}
