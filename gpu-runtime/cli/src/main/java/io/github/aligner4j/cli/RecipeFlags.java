package io.github.aligner4j.cli;

import io.github.aligner4j.training.schedule.TrainingConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an Aligner is trained; the defaults are the paper's, where it says something. */
final class RecipeFlags {

    private static final int LONGEST = 2048;

    @Option(
            names = "--epochs",
            defaultValue = "3",
            paramLabel = "N",
            description = "Times that all rows are seen (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--warmup-fraction",
            defaultValue = "0.2",
            paramLabel = "X",
            description =
                    "Share of the rows whose answers are first learnt to be left alone (default: ${DEFAULT-VALUE}).")
    private double warmupFraction;

    @Option(
            names = "--warmup-epochs",
            defaultValue = "1",
            paramLabel = "N",
            description = "Times that those are seen (default: ${DEFAULT-VALUE}).")
    private int warmupEpochs;

    @Option(
            names = "--text-epochs",
            defaultValue = "1",
            paramLabel = "N",
            description = "Times that --text is read (default: ${DEFAULT-VALUE}).")
    private int textEpochs;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "The highest (default: 2e-5; with --lora-rank 2e-4; with --config 1e-3).")
    private @Nullable Double learningRate;

    @Option(
            names = "--warmup-ratio",
            defaultValue = "0.03",
            paramLabel = "X",
            description = "Share of the steps in which the learning rate rises; then it falls as a cosine"
                    + " (default: ${DEFAULT-VALUE}).")
    private double warmupRatio;

    @Option(
            names = "--weight-decay",
            defaultValue = "0",
            paramLabel = "X",
            description = "Of matrices (default: ${DEFAULT-VALUE}).")
    private double weightDecay;

    @Option(
            names = "--clip",
            defaultValue = "1",
            paramLabel = "X",
            description = "Norm to which gradients are cut; 0 leaves them (default: ${DEFAULT-VALUE}).")
    private double clip;

    @Option(
            names = "--batch-size",
            defaultValue = "32",
            paramLabel = "N",
            description = "Rows of one step (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--batch-tokens",
            defaultValue = "4096",
            paramLabel = "N",
            description = "Most tokens that go through the network at once; gradients of a step's parts add up, so this"
                    + " changes memory and speed only (default: ${DEFAULT-VALUE}).")
    private int batchTokens;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description = "Most tokens of a row; longer ones are left out (default: 2048, or the model's context).")
    private @Nullable Integer maxLength;

    @Option(
            names = "--evaluate-every",
            defaultValue = "100",
            paramLabel = "N",
            description = "Steps between two looks at --dev (default: ${DEFAULT-VALUE}).")
    private int evaluateEvery;

    @Option(
            names = "--save-every",
            defaultValue = "200",
            paramLabel = "N",
            description = "Steps between two checkpoints to resume from (default: ${DEFAULT-VALUE}).")
    private int saveEvery;

    @Option(
            names = "--patience",
            defaultValue = "0",
            paramLabel = "N",
            description = "Stops after so many looks at --dev without improvement; 0 never does"
                    + " (default: ${DEFAULT-VALUE}).")
    private int patience;

    @Option(
            names = "--seed",
            defaultValue = "42",
            paramLabel = "N",
            description = "Decides the order of rows and drawn weights (default: ${DEFAULT-VALUE}).")
    private long seed;

    long seed() {
        return seed;
    }

    /** Returns the recipe, for a model that reads {@code contextTokens} tokens. */
    TrainingConfig recipe(double defaultRate, int contextTokens) {
        return new TrainingConfig(
                new TrainingConfig.Stages(textEpochs, warmupFraction, warmupEpochs, epochs),
                new TrainingConfig.Optimization(
                        learningRate == null ? defaultRate : learningRate, weightDecay, clip, warmupRatio),
                new TrainingConfig.Batching(
                        batchSize, batchTokens, maxLength == null ? Math.min(LONGEST, contextTokens) : maxLength),
                new TrainingConfig.Intervals(evaluateEvery, saveEvery, patience),
                seed);
    }
}
