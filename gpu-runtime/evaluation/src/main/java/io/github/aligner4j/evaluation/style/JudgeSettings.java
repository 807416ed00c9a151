// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

/**
 * The hyperparameters of a {@link LogisticRegression}.
 *
 * @param epochs the number of passes over the samples, at least 1
 * @param rate the learning rate of AdaGrad, above 0
 * @param decay the L2 regularization, at least 0
 * @param seed the seed of the order of samples
 */
public record JudgeSettings(int epochs, double rate, double decay, long seed) {

    /** The best settings on a dev set. */
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
