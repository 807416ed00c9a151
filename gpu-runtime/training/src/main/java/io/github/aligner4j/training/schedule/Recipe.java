package io.github.aligner4j.training.schedule;

/**
 * How an Aligner is trained: stage by stage, each with an optimizer and a schedule of its own.
 *
 * @param seed decides the order of rows and, where weights are drawn, their values
 */
public record Recipe(Stages stages, Optimization optimization, Batching batching, Cadence cadence, long seed) {

    /** The paper's, where it says something, with batches that suit one machine. */
    public static final Recipe DEFAULT = new Recipe(
            new Stages(1, 0.2, 1, 3),
            new Optimization(2e-5, 0, 1, 0.03),
            new Batching(32, 4096, 2048),
            new Cadence(100, 100, 0),
            42);

    /**
     * How often rows are seen.
     *
     * @param textEpochs times that plain text is read, if there is any, before anything else
     * @param identityShare share of the rows whose answers are first learnt to be left alone (the paper's warm-up)
     * @param identityEpochs times that those rows are seen
     * @param epochs times that all rows are seen with their corrections
     */
    public record Stages(int textEpochs, double identityShare, int identityEpochs, int epochs) {

        /** Checks ranges. */
        public Stages {
            atLeast("text epochs", textEpochs, 0);
            atLeast("identity epochs", identityEpochs, 0);
            atLeast("epochs", epochs, 0);
            between("warm-up fraction", identityShare, 1);
        }
    }

    /**
     * AdamW, and a learning rate that rises in a line and falls as a cosine.
     *
     * @param learningRate the highest
     * @param weightDecay of matrices
     * @param largestNorm to which gradients are cut; 0: not at all
     * @param warmup share of a stage's steps in which the rate rises
     */
    public record Optimization(double learningRate, double weightDecay, double largestNorm, double warmup) {

        /** Checks ranges. */
        public Optimization {
            if (!(learningRate > 0 && learningRate < 1)) {
                throw new IllegalArgumentException("learning rate must be between 0 and 1, but was " + learningRate);
            }
            between("weight decay", weightDecay, 1);
            between("warm-up ratio", warmup, 1);
            if (!(largestNorm >= 0)) {
                throw new IllegalArgumentException("gradient norm must be at least 0, but was " + largestNorm);
            }
        }

        /**
         * Returns the rate of a step.
         *
         * @param step counted from 0, of {@code steps}
         */
        public double rate(int step, int steps) {
            int rising = (int) Math.ceil(warmup * steps);
            if (step < rising) {
                return learningRate * (step + 1) / (rising + 1);
            }
            double done = (double) (step - rising) / Math.max(1, steps - rising);
            return learningRate * 0.5 * (1 + Math.cos(Math.PI * done));
        }
    }

    /**
     * How rows are put together.
     *
     * @param rows of one step
     * @param tokens most tokens that go through the network at once, padding included; gradients of a step's parts add up
     * @param longest most tokens of a row, prompt and correction; longer rows are left out
     */
    public record Batching(int rows, int tokens, int longest) {

        /** Checks ranges. */
        public Batching {
            atLeast("batch size", rows, 1);
            atLeast("tokens at once", tokens, 1);
            atLeast("longest row", longest, 8);
        }
    }

    /**
     * When to look up from work.
     *
     * @param evaluateEvery steps between two looks at the dev set
     * @param saveEvery steps between two checkpoints to resume from
     * @param patience evaluations without improvement after which training stops; 0: never
     */
    public record Cadence(int evaluateEvery, int saveEvery, int patience) {

        /** Checks ranges. */
        public Cadence {
            atLeast("steps between evaluations", evaluateEvery, 1);
            atLeast("steps between checkpoints", saveEvery, 1);
            atLeast("patience", patience, 0);
        }
    }

    private static void atLeast(String what, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + ", but was " + value);
        }
    }

    private static void between(String what, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(what + " must be 0 to " + most + ", but was " + value);
        }
    }
}
