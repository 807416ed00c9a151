// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.NewCheckpoint;
import io.github.aligner4j.training.Trainer;
import io.github.aligner4j.training.TrainingDataset;
import io.github.aligner4j.training.TrainingJob;
import io.github.aligner4j.training.TrainingListener;
import io.github.aligner4j.training.TrainingReport;
import io.github.aligner4j.training.schedule.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trains and opens small models on the CPU. A model that is in the folder already is not trained again, so a stopped experiment can
 * be resumed.
 *
 * @param folder the folder of the models
 * @param threads the number of threads of one operation; 0 leaves it to libtorch
 */
record Laboratory(Path folder, int threads) {

    private static final String CPU = "cpu";
    private static final String REPORT = "report.json";
    private static final JsonMapper JSON = new JsonMapper();

    /** The stages of a training. */
    record Recipe(double identityShare, int epochs, int textEpochs, double learningRate, int batchSize, long seed) {

        TrainingConfig config() {
            return new TrainingConfig(
                    new TrainingConfig.Stages(textEpochs, identityShare, 1, epochs),
                    new TrainingConfig.Optimization(learningRate, 0, 1, 0.03),
                    new TrainingConfig.Batching(batchSize, 8192, 128),
                    new TrainingConfig.Intervals(Integer.MAX_VALUE, Integer.MAX_VALUE, 0),
                    seed);
        }
    }

    /** A checkpoint to start from, with the descriptor of the Aligner that it is to become; null for another model. */
    record Start(Path base, @Nullable CheckpointDescriptor descriptor) {}

    /**
     * Returns the folder of a model with random weights and a tokenizer that is trained on {@code texts}.
     *
     * @param config the contents of its {@code config.json}
     */
    Path untrained(String name, String config, List<String> texts, int vocabulary, long seed) throws IOException {
        Path model = folder.resolve(name);
        if (!Files.exists(model)) {
            Files.createDirectories(folder);
            Path file = Files.writeString(folder.resolve(name + ".json"), config);
            new NewCheckpoint(file, null, vocabulary, seed, false).write(model, texts);
            Files.delete(file);
        }
        return model;
    }

    /** Returns the folder of a trained model. */
    Path trained(String name, Start start, TrainingDataset data, Recipe recipe) throws IOException {
        Path output = folder.resolve(name);
        if (!Files.exists(output.resolve(REPORT))) {
            TrainingJob job = new TrainingJob(
                    start.base(),
                    start.descriptor(),
                    data,
                    recipe.config(),
                    Optional.empty(),
                    new TrainingJob.Hardware(CPU, false, threads),
                    output,
                    StoredType.F32);
            new Trainer(job, TrainingListener.NONE).resume();
        }
        return output.resolve("model");
    }

    /** Returns the report of a training that is finished. */
    TrainingReport report(String name) throws IOException {
        return JSON.readValue(Files.readString(folder.resolve(name).resolve(REPORT)), TrainingReport.class);
    }

    /** Opens an Aligner. */
    CheckpointAligner aligner(Path model) {
        return CheckpointAligner.builder(ModelSource.folder(model))
                .options(options())
                .open();
    }

    /** Opens the embedded civility Aligner. */
    CheckpointAligner embedded() {
        return CheckpointAligner.builder(ModelSource.parse("embedded"))
                .options(options())
                .open();
    }

    /** Opens a model that answers questions. */
    TorchCompletionModel upstream(Path model) {
        return TorchCompletionModel.builder(ModelSource.folder(model))
                .options(options())
                .open();
    }

    private RuntimeOptions options() {
        return RuntimeOptions.DEFAULT.withDevice(CPU).withThreads(threads);
    }
}
