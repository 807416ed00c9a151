// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.schedule;

/**
 * The hyperparameters of a training. Each stage has an optimizer and a learning rate schedule of its own.
 *
 * @param seed the seed of the order of rows and of random initial weights
 */
public record TrainingConfig(
        Stages stages, Optimization optimization, Batching batching, Intervals intervals, long seed) {

    private static final double MAX_LOSS_WEIGHT = 1000;

    /** The paper's hyperparameters where it states them, and a batch size that suits one machine. */
    public static final TrainingConfig DEFAULT = new TrainingConfig(
            new Stages(1, 0.2, 1, 3),
            new Optimization(2e-5, 0, 1, 0.03),
            new Batching(32, 4096, 2048),
            new Intervals(100, 100, 0),
            42);

    /** Returns a copy with another seed. */
    public TrainingConfig withSeed(long seed) {
        return new TrainingConfig(stages, optimization, batching, intervals, seed);
    }

    /**
     * The number of epochs of each stage.
     *
     * @param textEpochs epochs over plain texts, the first stage
     * @param identityShare the share of rows in the identity stage, the paper's warm-up, whose targets are the answers unchanged
     * @param identityEpochs epochs over those rows
     * @param epochs epochs over all rows
     */
    public record Stages(int textEpochs, double identityShare, int identityEpochs, int epochs) {

        /** Checks ranges. */
        public Stages {
            requireAtLeast("text epochs", textEpochs, 0);
            requireAtLeast("identity epochs", identityEpochs, 0);
            requireAtLeast("epochs", epochs, 0);
            requireShare("warm-up fraction", identityShare);
        }
    }

    /**
     * The settings of AdamW and of its learning rate schedule: linear warm-up, then cosine decay.
     *
     * @param learningRate the peak learning rate
     * @param weightDecay the weight decay of matrices
     * @param maxGradNorm the norm to which gradients are clipped; 0 disables clipping
     * @param warmupRatio the share of a stage's steps in which the learning rate rises
     * @param lossWeights the weights of labels in the loss
     */
    public record Optimization(
            double learningRate, double weightDecay, double maxGradNorm, double warmupRatio, LossWeights lossWeights) {

        /** Creates settings with a weight of 1 for all tokens. */
        public Optimization(double learningRate, double weightDecay, double maxGradNorm, double warmupRatio) {
            this(learningRate, weightDecay, maxGradNorm, warmupRatio, LossWeights.EQUAL);
        }

        /** Checks ranges. */
        public Optimization {
            if (!(learningRate > 0 && learningRate < 1)) {
                throw new IllegalArgumentException("learning rate must be between 0 and 1, but was " + learningRate);
            }
            requireShare("weight decay", weightDecay);
            requireShare("warm-up ratio", warmupRatio);
            if (!(maxGradNorm >= 0)) {
                throw new IllegalArgumentException("gradient norm must be at least 0, but was " + maxGradNorm);
            }
        }

        /**
         * Returns the learning rate of a step.
         *
         * @param step the index of the step within its stage
         * @param steps the number of steps of the stage
         */
        public double learningRate(int step, int steps) {
            int warmup = (int) Math.ceil(warmupRatio * steps);
            if (step < warmup) {
                return learningRate * (step + 1) / (warmup + 1);
            }
            double progress = (double) (step - warmup) / Math.max(1, steps - warmup);
            return learningRate * 0.5 * (1 + Math.cos(Math.PI * progress));
        }
    }

    /**
     * The weights of labels in the loss. All other labels have a weight of 1.
     *
     * @param detector the weight of the token that decides whether an answer is corrected; of no effect without a detector
     * @param edit the weight of a correction's tokens that are not copied from the answer, and of the one after them
     * @param sentence the weight of a further label at the end of each sentence of the prompt's answer, whether it is corrected
     *     (deep supervision of the detector); 0 for no such labels; of no effect without a detector
     */
    public record LossWeights(double detector, double edit, double sentence) {

        /** The same weight for all labels, and none for sentences. */
        public static final LossWeights EQUAL = new LossWeights(1, 1, 0);

        /** Checks ranges. */
        public LossWeights {
            requireWeight("detector weight", detector);
            requireWeight("edit weight", edit);
            if (sentence != 0) {
                requireWeight("sentence weight", sentence);
            }
        }

        private static void requireWeight(String name, double weight) {
            if (!(weight > 0 && weight <= MAX_LOSS_WEIGHT)) {
                throw new IllegalArgumentException(
                        name + " must be above 0 and at most " + MAX_LOSS_WEIGHT + ", but was " + weight);
            }
        }
    }

    /**
     * The size of batches.
     *
     * @param batchSize the number of rows of a step
     * @param maxTokens the maximum number of tokens of a micro-batch, padding included; a step accumulates the gradients of its
     *     micro-batches
     * @param maxLength the maximum number of tokens of a row, prompt and correction; longer rows are skipped
     */
    public record Batching(int batchSize, int maxTokens, int maxLength) {

        /** Checks ranges. */
        public Batching {
            requireAtLeast("batch size", batchSize, 1);
            requireAtLeast("batch tokens", maxTokens, 1);
            requireAtLeast("maximum length", maxLength, 8);
        }
    }

    /**
     * Evaluation and checkpoint intervals.
     *
     * @param evaluateEvery the number of steps between two evaluations on the dev set
     * @param saveEvery the number of steps between two checkpoints to resume from
     * @param patience the number of evaluations without improvement after which training stops; 0 disables early stopping
     */
    public record Intervals(int evaluateEvery, int saveEvery, int patience) {

        /** Checks ranges. */
        public Intervals {
            requireAtLeast("steps between evaluations", evaluateEvery, 1);
            requireAtLeast("steps between checkpoints", saveEvery, 1);
            requireAtLeast("patience", patience, 0);
        }
    }

    private static void requireAtLeast(String name, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(name + " must be at least " + min + ", but was " + value);
        }
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1.0, but was " + value);
        }
    }
}
