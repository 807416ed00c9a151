// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.schedule.TrainingConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The hyperparameters of a training; the defaults are those of the Aligner paper where it has them. */
final class TrainingFlags {

    private static final int MAX_LENGTH = 2048;

    @Option(
            names = "--epochs",
            defaultValue = "3",
            paramLabel = "N",
            description = "Epochs over all rows (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--warmup-fraction",
            defaultValue = "0.2",
            paramLabel = "X",
            description = "Share of the rows for the identity warm-up: their answers as their corrections (default: "
                    + "${DEFAULT-VALUE}).")
    private double warmupFraction;

    @Option(
            names = "--warmup-epochs",
            defaultValue = "1",
            paramLabel = "N",
            description = "Epochs of the identity warm-up (default: ${DEFAULT-VALUE}).")
    private int warmupEpochs;

    @Option(
            names = "--text-epochs",
            defaultValue = "1",
            paramLabel = "N",
            description = "Epochs over --text (default: ${DEFAULT-VALUE}).")
    private int textEpochs;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "Peak learning rate (default: 2e-5; with --lora-rank 2e-4; with --config 1e-3).")
    private @Nullable Double learningRate;

    @Option(
            names = "--warmup-ratio",
            defaultValue = "0.03",
            paramLabel = "X",
            description = "Share of the steps in which the learning rate rises; then it decays as a cosine (default: "
                    + "${DEFAULT-VALUE}).")
    private double warmupRatio;

    @Option(
            names = "--weight-decay",
            defaultValue = "0",
            paramLabel = "X",
            description = "Weight decay of matrices (default: ${DEFAULT-VALUE}).")
    private double weightDecay;

    @Option(
            names = "--clip",
            defaultValue = "1",
            paramLabel = "X",
            description = "Maximum gradient norm; 0 for no clipping (default: ${DEFAULT-VALUE}).")
    private double clip;

    @Option(
            names = "--detector-weight",
            defaultValue = "1",
            paramLabel = "X",
            description =
                    "Weight in the loss of the token that decides whether an answer is corrected, for checkpoints "
                            + "with a detector; other tokens have 1 (default: ${DEFAULT-VALUE}).")
    private double detectorWeight;

    @Option(
            names = "--edit-weight",
            defaultValue = "1",
            paramLabel = "X",
            description =
                    "Weight in the loss of a correction's tokens that are not copied from the answer, and of the one "
                            + "after them; other tokens have 1 (default: ${DEFAULT-VALUE}).")
    private double editWeight;

    @Option(
            names = "--sentence-weight",
            defaultValue = "0",
            paramLabel = "X",
            description =
                    "Weight in the loss of a further label at the end of each sentence of the prompt's answer, whether "
                            + "it is corrected, for checkpoints with a detector; 0 for no such labels (default: ${DEFAULT-VALUE}).")
    private double sentenceWeight;

    @Option(
            names = "--batch-size",
            defaultValue = "32",
            paramLabel = "N",
            description = "Rows per step (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--batch-tokens",
            defaultValue = "4096",
            paramLabel = "N",
            description = "Maximum number of tokens per forward pass; a step accumulates the gradients of its "
                    + "passes, so this affects memory and speed only (default: ${DEFAULT-VALUE}).")
    private int batchTokens;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description = "Maximum number of tokens of a row; longer rows are skipped (default: 2048, or the context "
                    + "if that is shorter).")
    private @Nullable Integer maxLength;

    @Option(
            names = "--evaluate-every",
            defaultValue = "100",
            paramLabel = "N",
            description = "Steps between evaluations on --dev (default: ${DEFAULT-VALUE}).")
    private int evaluateEvery;

    @Option(
            names = "--save-every",
            defaultValue = "200",
            paramLabel = "N",
            description = "Steps between checkpoints to resume from (default: ${DEFAULT-VALUE}).")
    private int saveEvery;

    @Option(
            names = "--patience",
            defaultValue = "0",
            paramLabel = "N",
            description = "Stop after N evaluations on --dev without improvement; 0 never stops (default: "
                    + "${DEFAULT-VALUE}).")
    private int patience;

    @Option(
            names = "--seed",
            defaultValue = "42",
            paramLabel = "N",
            description = "Seed of the order of rows and of initial weights (default: ${DEFAULT-VALUE}).")
    private long seed;

    long seed() {
        return seed;
    }

    /** Returns the configuration for a model with a context of {@code contextTokens} tokens. */
    TrainingConfig config(double defaultRate, int contextTokens) {
        return new TrainingConfig(
                new TrainingConfig.Stages(textEpochs, warmupFraction, warmupEpochs, epochs),
                new TrainingConfig.Optimization(
                        learningRate == null ? defaultRate : learningRate,
                        weightDecay,
                        clip,
                        warmupRatio,
                        new TrainingConfig.LossWeights(detectorWeight, editWeight, sentenceWeight)),
                new TrainingConfig.Batching(
                        batchSize, batchTokens, maxLength == null ? Math.min(MAX_LENGTH, contextTokens) : maxLength),
                new TrainingConfig.Intervals(evaluateEvery, saveEvery, patience),
                seed);
    }
}
