package io.github.aligner4j.evaluation.style;

/**
 * How a judge is trained.
 *
 * @param epochs how often it sees each text, at least 1
 * @param rate of learning (AdaGrad), above 0
 * @param decay how strongly weights are drawn to 0, at least 0
 * @param seed of the order of the texts
 */
public record JudgeSettings(int epochs, double rate, double decay, long seed) {

    /** What did best on a development set. */
    public static final JudgeSettings DEFAULT = new JudgeSettings(10, 0.3, 3e-3, 42);

    /** Checks ranges. */
    public JudgeSettings {
        if (epochs < 1 || !(rate > 0) || !(decay >= 0)) {
            throw new IllegalArgumentException("a judge needs at least 1 epoch, a rate above 0 and a decay of at least"
                    + " 0, but was given " + epochs + ", " + rate + " and " + decay);
        }
    }

    /** Returns a copy with another seed. */
    public JudgeSettings withSeed(long seed) {
        return new JudgeSettings(epochs, rate, decay, seed);
    }
}
