// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.Trainer;
import io.github.aligner4j.training.TrainingDataset;
import io.github.aligner4j.training.TrainingJob;
import io.github.aligner4j.training.dataset.PromptCompletion;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.TrafficRow;
import io.github.aligner4j.training.supervision.Export;
import io.github.aligner4j.training.supervision.Format;
import io.github.aligner4j.training.supervision.Layout;
import io.github.aligner4j.training.supervision.Rules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a round: answer, correct, export, train. A step whose output exists is not done again, and a correction or training
 * that was stopped is continued.
 *
 * @param aligner the Aligner that corrects
 * @param layout the prompt of the upstream model
 * @param sampling the upstream model's sampling parameters
 * @param training the hyperparameters
 * @param maxCharacters the maximum length of an exported row; 0 disables the limit
 * @param progress the progress bar
 * @param err the writer for bad rows
 */
record IdaSteps(
        AlignerFlags aligner,
        Layout.Standard layout,
        SamplingParameters sampling,
        TrainingFlags training,
        int maxCharacters,
        ProgressFlag progress,
        PrintWriter err) {

    /** Writes the rows of {@code input} with the answers of {@code model}. */
    void answer(Path model, Path input, Path output) throws IOException {
        if (Files.exists(output)) {
            return;
        }
        try (TorchCompletionModel upstream = TorchCompletionModel.builder(ModelSource.folder(model))
                .options(aligner.runtimeOptions())
                .open()) {
            new AnswerRun(layout, sampling, List.of(), err).answer(upstream, input, output);
        }
    }

    /** Writes the rows of {@code input} with corrections; those whose correction is rejected are reported and left out. */
    void correct(Path input, Path output) throws IOException {
        if (Files.exists(output)) {
            return;
        }
        Path unfinished = output.resolveSibling(output.getFileName() + ".unfinished");
        CorrectionRun run = new CorrectionRun(input, unfinished, err);
        long rows = run.check();
        try (CheckpointAligner checkpoint = aligner.open();
                Progress bar = progress.start("correcting", rows)) {
            run.correct(aligner.of(checkpoint), bar);
        }
        Files.move(unfinished, output, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Writes corrected answers, unchanged ones included, as the training data of the upstream model.
     *
     * @throws IOException if no row is left
     */
    void export(Path corrected, Path output, Path audit) throws IOException {
        if (Files.exists(output)) {
            return;
        }
        Rules rules = new Rules(Format.SFT, layout, true, maxCharacters);
        Export export = Export.of(RowFile.read(corrected, TrafficRow::parse), rules);
        if (export.rows().isEmpty()) {
            throw new IOException(corrected + ": no answer is left to train on: "
                    + export.audit().summary());
        }
        err.println(corrected + ": " + export.audit().summary());
        export.audit().write(audit);
        export.write(output);
    }

    /** Trains {@code base} on {@code rows} and returns the folder of the trained model. */
    Path train(Path base, Path rows, Path output, long seed) throws IOException {
        if (!Files.exists(output.resolve("report.json"))) {
            try (TrainingProgress bar = new TrainingProgress(err, progress.shown(), output)) {
                new Trainer(job(base, rows, output, seed), bar).resume();
            }
            LossCurve.write(output);
        }
        return output.resolve("model");
    }

    private TrainingJob job(Path base, Path rows, Path output, long seed) throws IOException {
        RuntimeOptions options = aligner.runtimeOptions();
        TrainingDataset.Completions completions =
                new TrainingDataset.Completions(RowFile.readAll(rows, PromptCompletion::parse), List.of());
        int context = ModelConfig.read(base.resolve("config.json")).contextTokens();
        return new TrainingJob(
                base,
                CheckpointDescriptors.own(base).orElse(null),
                new TrainingDataset(List.of(), List.of(), List.of(), completions),
                training.config(InitializationFlags.LEARNING_RATE, context).withSeed(seed),
                Optional.empty(),
                new TrainingJob.Hardware(options.device(), false, options.threads()),
                output,
                StoredType.F32);
    }
}
