package io.github.aligner4j.evaluation.style;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * How likely something is by its {@link HashedFeatures}. The same lessons, settings and seed give the same on any machine.
 * Immutable.
 */
public final class LogisticRegression {

    private final double[] weights;
    private final double bias;

    private LogisticRegression(double[] weights, double bias) {
        this.weights = weights;
        this.bias = bias;
    }

    /**
     * Something to learn from.
     *
     * @param features what is seen of it
     * @param probability how likely it is to be found, 0 to 1
     * @param weight how much it counts
     */
    public record Lesson(HashedFeatures features, double probability, double weight) {}

    /** Learns from {@code lessons}, by stochastic gradient descent with a rate for each weight (AdaGrad, Duchi et al. 2011). */
    public static LogisticRegression train(List<Lesson> lessons, JudgeSettings settings) {
        return new Training(settings).run(lessons);
    }

    /** Returns the logarithm of the odds. */
    public double logOdds(HashedFeatures features) {
        return score(features, weights) + bias;
    }

    /** Returns the probability, 0 to 1. */
    public double probability(HashedFeatures features) {
        return sigmoid(logOdds(features));
    }

    /** StrictMath, as Math may differ in the last bit from machine to machine. */
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

        LogisticRegression run(List<Lesson> lessons) {
            Random random = new Random(settings.seed());
            List<Lesson> order = new ArrayList<>(lessons);
            for (int epoch = 0; epoch < settings.epochs(); epoch++) {
                Collections.shuffle(order, random);
                order.forEach(this::learn);
            }
            return new LogisticRegression(weights, bias);
        }

        private void learn(Lesson lesson) {
            HashedFeatures features = lesson.features();
            double error = lesson.weight() * (sigmoid(score(features, weights) + bias) - lesson.probability());
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
