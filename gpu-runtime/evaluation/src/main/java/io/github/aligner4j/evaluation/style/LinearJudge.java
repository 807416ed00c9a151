// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.ArrayList;
import java.util.List;

/**
 * A judge by logistic regression over the {@link Features} of a text. Both classes have the same total weight in training. The same
 * texts, settings and seed give the same judge on any machine. Immutable.
 */
public final class LinearJudge implements Judge {

    private static final int HELD_OUT = 5;

    private final LogisticRegression regression;
    private final double threshold;

    private LinearJudge(LogisticRegression regression, double threshold) {
        this.regression = regression;
        this.threshold = threshold;
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
            throw new IllegalArgumentException("a judge needs civil and rude texts, but of " + texts.size() + " texts "
                    + (civil == 0 ? "none is civil" : "all are civil"));
        }
        List<LogisticRegression.Sample> samples = new ArrayList<>();
        for (JudgedText text : texts) {
            double share = text.weight() / (text.civil() ? civil : rude);
            samples.add(new LogisticRegression.Sample(
                    Features.of(text.text()), text.civil() ? 1 : 0, share * (texts.size() / 2.0)));
        }
        return new LinearJudge(LogisticRegression.train(samples, settings), 0);
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
     * Trains a judge on {@code rows} and {@code more}, calibrated so that at a probability of 0.5 it misclassifies as many rude
     * texts as references. The threshold is found on a held-out fifth of the rows.
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
            throw new IllegalArgumentException(
                    "a judge needs more rows than " + rows.size() + "; a fifth of them is held out for calibration");
        }
        LinearJudge part = train(with(seen, more), settings);
        double threshold = Calibration.threshold(unseen, (row, text) -> part.score(text));
        return train(with(rows, more), settings).parting(threshold);
    }

    /** Returns a judge for which texts of this score have a probability of 0.5. */
    LinearJudge parting(double threshold) {
        return new LinearJudge(regression, this.threshold + threshold);
    }

    /** Returns the probability that {@code text} is civil. */
    public double civility(String text) {
        return LogisticRegression.sigmoid(score(text));
    }

    /** Returns the log odds of that probability. */
    double score(String text) {
        return regression.logOdds(Features.of(text)) - threshold;
    }

    @Override
    public double civility(StyleRow row, String text) {
        return civility(text);
    }
}
