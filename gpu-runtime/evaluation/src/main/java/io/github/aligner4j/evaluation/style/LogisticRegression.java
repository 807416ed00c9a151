// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Logistic regression over {@link HashedFeatures}, trained by stochastic gradient descent with AdaGrad (Duchi et al. 2011).
 * Targets are probabilities and samples have weights, which the libraries for the JVM do not support together. The same
 * samples, settings and seed give the same model on any machine, to the bit. Immutable.
 */
public final class LogisticRegression {

    private final double[] weights;
    private final double bias;

    private LogisticRegression(double[] weights, double bias) {
        this.weights = weights;
        this.bias = bias;
    }

    /**
     * A training sample.
     *
     * @param features its features
     * @param probability its target, 0 to 1
     * @param weight its weight
     */
    public record Sample(HashedFeatures features, double probability, double weight) {}

    /** Trains a model. */
    public static LogisticRegression train(List<Sample> samples, JudgeSettings settings) {
        return new Training(settings).run(samples);
    }

    /** Returns the log odds of the probability. */
    public double logOdds(HashedFeatures features) {
        return score(features, weights) + bias;
    }

    /** Returns the probability. */
    public double probability(HashedFeatures features) {
        return sigmoid(logOdds(features));
    }

    /** Uses StrictMath, as the last bit of Math may differ between machines. */
    static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double score(HashedFeatures features, double[] weights) {
        double sum = 0;
        for (int bucket : features.buckets()) {
            sum += weights[bucket];
        }
        return sum * features.weight();
    }

    private static final class Training {

        private final JudgeSettings settings;
        private final double[] weights = new double[HashedFeatures.BUCKETS];
        private final double[] squares = new double[HashedFeatures.BUCKETS];
        private double bias;
        private double biasSquares;

        Training(JudgeSettings settings) {
            this.settings = settings;
        }

        LogisticRegression run(List<Sample> samples) {
            Random random = new Random(settings.seed());
            List<Sample> order = new ArrayList<>(samples);
            for (int epoch = 0; epoch < settings.epochs(); epoch++) {
                Collections.shuffle(order, random);
                order.forEach(this::learn);
            }
            return new LogisticRegression(weights, bias);
        }

        private void learn(Sample sample) {
            HashedFeatures features = sample.features();
            double error = sample.weight() * (sigmoid(score(features, weights) + bias) - sample.probability());
            for (int bucket : features.buckets()) {
                double gradient = error * features.weight() + settings.decay() * weights[bucket];
                squares[bucket] += gradient * gradient;
                weights[bucket] -= settings.rate() * gradient / (Math.sqrt(squares[bucket]) + 1e-8);
            }
            biasSquares += error * error;
            bias -= settings.rate() * error / (Math.sqrt(biasSquares) + 1e-8);
        }
    }
}
