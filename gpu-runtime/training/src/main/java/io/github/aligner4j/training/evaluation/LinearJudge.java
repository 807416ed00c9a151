package io.github.aligner4j.training.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A logistic regression over the {@link Features} of a text. Both sides count as much in training, however many texts they
 * have. The same texts, settings and seed give the same judge on any machine. Immutable.
 */
public final class LinearJudge implements Judge {

    private static final int HELD_OUT = 5;

    private final double[] weights;
    private final double bias;

    private LinearJudge(double[] weights, double bias) {
        this.weights = weights;
        this.bias = bias;
    }

    /**
     * Trains a judge.
     *
     * @throws IllegalArgumentException if {@code texts} are all civil, or none is
     */
    public static LinearJudge train(List<JudgedText> texts, JudgeSettings settings) {
        double civil = total(texts, true);
        double rude = total(texts, false);
        if (civil == 0 || rude == 0) {
            throw new IllegalArgumentException("a judge learns from civil and from rude texts, but of " + texts.size()
                    + " texts " + (civil == 0 ? "none is civil" : "all are civil"));
        }
        List<Lesson> lessons = new ArrayList<>();
        for (JudgedText text : texts) {
            double share = text.weight() / (text.civil() ? civil : rude);
            lessons.add(new Lesson(Features.of(text.text()), text.civil() ? 1 : 0, share * (texts.size() / 2.0)));
        }
        return new Training(settings).run(lessons);
    }

    private static List<JudgedText> with(List<StyleRow> rows, List<JudgedText> more) {
        List<JudgedText> texts = new ArrayList<>(JudgedText.of(rows));
        texts.addAll(more);
        return texts;
    }

    private static double total(List<JudgedText> texts, boolean civil) {
        return texts.stream()
                .filter(text -> text.civil() == civil)
                .mapToDouble(JudgedText::weight)
                .sum();
    }

    /**
     * Trains a judge of {@code rows} and {@code more}, for which 0.5 is where it errs as often about rude texts as about their
     * references. That is found on a fifth of the rows with a judge that has not seen them.
     *
     * @throws IllegalArgumentException if there are too few rows
     */
    public static LinearJudge calibrated(List<StyleRow> rows, List<JudgedText> more, JudgeSettings settings) {
        List<StyleRow> seen = new ArrayList<>();
        List<StyleRow> unseen = new ArrayList<>();
        for (StyleRow row : rows) {
            (CrossFittedJudge.fold(row) % HELD_OUT == 0 ? unseen : seen).add(row);
        }
        if (seen.isEmpty() || unseen.isEmpty()) {
            throw new IllegalArgumentException("a judge needs more rows to learn from than " + rows.size()
                    + "; some are left out to see where it errs");
        }
        LinearJudge part = train(with(seen, more), settings);
        double threshold = Calibration.threshold(unseen, (row, text) -> part.score(text));
        return train(with(rows, more), settings).parting(threshold);
    }

    /** Returns the judge for which what scored {@code threshold} is neither rude nor civil. */
    LinearJudge parting(double threshold) {
        return new LinearJudge(weights, bias - threshold);
    }

    /** Returns how likely {@code text} is civil, 0 to 1. */
    public double civility(String text) {
        return sigmoid(score(text));
    }

    /** Returns the logarithm of the odds of that. */
    double score(String text) {
        return score(Features.of(text), weights) + bias;
    }

    @Override
    public double civility(StyleRow row, String text) {
        return civility(text);
    }

    private static double score(Features features, double[] weights) {
        double sum = 0;
        for (int bucket : features.buckets()) {
            sum += weights[bucket];
        }
        return sum * features.weight();
    }

    /** StrictMath, as Math may differ in the last bit from machine to machine. */
    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /** One text to learn from. */
    private record Lesson(Features features, int civil, double weight) {}

    /** Stochastic gradient descent with a rate for each weight (AdaGrad, Duchi et al. 2011). */
    private static final class Training {

        private final JudgeSettings settings;
        private final double[] weights = new double[Features.BUCKETS];
        private final double[] squares = new double[Features.BUCKETS];
        private double bias;
        private double biasSquares;

        Training(JudgeSettings settings) {
            this.settings = settings;
        }

        LinearJudge run(List<Lesson> lessons) {
            Random random = new Random(settings.seed());
            List<Lesson> order = new ArrayList<>(lessons);
            for (int epoch = 0; epoch < settings.epochs(); epoch++) {
                Collections.shuffle(order, random);
                order.forEach(this::learn);
            }
            return new LinearJudge(weights, bias);
        }

        private void learn(Lesson lesson) {
            Features features = lesson.features();
            double error = lesson.weight() * (sigmoid(score(features, weights) + bias) - lesson.civil());
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
