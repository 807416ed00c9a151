// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * AlpacaEval's length-controlled win rate: the win rate if the system's answers were as long as the baseline's.
 *
 * <p>Source: Dubois et al. 2024, "Length-Controlled AlpacaEval" (arXiv 2404.04475), and {@code glm_winrate.py} of tatsu-lab/alpaca_eval.
 * The probability that the judge prefers the system's answer is modelled as
 *
 * <pre>logistic(a · tanh((baseline's length - system's length) / s) + b · difficulty + c)</pre>
 *
 * where lengths are in characters (code points), s is the standard deviation of their differences, and the difficulty of an
 * instruction is a number that alpaca_eval has fitted on many systems. The win rate is the mean prediction without the first term. The
 * coefficients have an L1 penalty; its strength is chosen among ten by cross-validation, with each row with a verdict in the part of its
 * place modulo five.
 *
 * <p>With difficulties, this is alpaca_eval's {@code length_controlled_noreg}; without, its {@code length_controlled_minimal}. The
 * leaderboard has {@code length_controlled_v1}, which also draws the coefficients to those of two systems with prompts that ask for
 * brevity and verbosity.
 *
 * @param rate the win rate, 0 to 1, and its bootstrap interval, for which the coefficients are fitted to each sample
 * @param standardError the standard error of the mean prediction, as alpaca_eval reports it; the predictions differ by difficulty only
 * @param length the coefficient a; negative if the judge likes long answers
 * @param difficulty the coefficient b; empty without difficulties
 * @param constant the coefficient c
 * @param strength the chosen C, the inverse of the penalty's strength
 */
public record LengthControlledWinRate(
        Interval rate,
        double standardError,
        double length,
        OptionalDouble difficulty,
        double constant,
        double strength) {

    /** The minimum number of rows. */
    public static final int MIN_ROWS = 10;

    private static final int PARTS = 5;
    private static final int STRENGTHS = 10;

    /**
     * A comparison of two answers.
     *
     * @param preference the probability that the system's answer is better, 0 to 1; NaN without a verdict, then the row counts in the
     *     spread of lengths and in the mean prediction only, as in alpaca_eval
     * @param baselineLength the length of the baseline's answer
     * @param length the length of the system's answer
     * @param difficulty the difficulty of the instruction, if known
     */
    public record Row(double preference, int baselineLength, int length, OptionalDouble difficulty) {

        /** Checks the preference. */
        public Row {
            if (preference < 0 || preference > 1) {
                throw new IllegalArgumentException("a preference must be 0 to 1, but was " + preference);
            }
        }

        private boolean judged() {
            return !Double.isNaN(preference);
        }

        /** Returns a row with the lengths of {@code baseline} and {@code answer}. */
        public static Row of(double preference, String baseline, String answer, OptionalDouble difficulty) {
            return new Row(
                    preference,
                    baseline.codePointCount(0, baseline.length()),
                    answer.codePointCount(0, answer.length()),
                    difficulty);
        }
    }

    /**
     * Fits the model. The difficulty is used if all rows have one.
     *
     * @throws IllegalArgumentException if there are less than {@value #MIN_ROWS} rows with a verdict, or all differences of length are
     *     the same
     */
    public static LengthControlledWinRate of(List<Row> rows, Bootstrap bootstrap) {
        int[] judged = rows.stream().mapToInt(row -> row.judged() ? 1 : 0).toArray();
        int verdicts = Arrays.stream(judged).sum();
        if (verdicts < MIN_ROWS) {
            throw new IllegalArgumentException(
                    "a length-controlled win rate needs at least " + MIN_ROWS + " rows, but there are " + verdicts);
        }
        double[][] features = features(rows);
        double[] preferences = rows.stream().mapToDouble(Row::preference).toArray();
        double strength = strength(features, preferences, judged);
        LogisticModel model = new LogisticModel(features, preferences, strength);
        double[] fitted = model.fit(judged, new double[features[0].length]);
        Interval rate =
                bootstrap.of(rows.size(), weights -> rate(features, weights, model.fit(both(weights, judged), fitted)));
        double[] predictions = Arrays.stream(features)
                .mapToDouble(row -> withoutLength(row, fitted))
                .toArray();
        return new LengthControlledWinRate(
                rate,
                Moments.standardError(predictions),
                fitted[0],
                fitted.length == 3 ? OptionalDouble.of(fitted[2]) : OptionalDouble.empty(),
                fitted[1],
                strength);
    }

    private static int[] both(int[] weights, int[] judged) {
        return IntStream.range(0, weights.length)
                .map(i -> weights[i] * judged[i])
                .toArray();
    }

    /** Returns the features of each row: the length's, 1, and the difficulty if all rows have one. */
    private static double[][] features(List<Row> rows) {
        double[] differences = rows.stream()
                .mapToDouble(row -> row.baselineLength() - row.length())
                .toArray();
        double deviation = Moments.standardDeviation(differences);
        if (deviation == 0) {
            throw new IllegalArgumentException(
                    "a length-controlled win rate needs answers of different lengths, but the " + "differences of all "
                            + rows.size() + " rows are the same");
        }
        boolean difficult = rows.stream().allMatch(row -> row.difficulty().isPresent());
        return IntStream.range(0, rows.size())
                .mapToObj(i -> {
                    double length = Math.tanh(differences[i] / deviation);
                    return difficult
                            ? new double[] {length, 1, rows.get(i).difficulty().getAsDouble()}
                            : new double[] {length, 1};
                })
                .toArray(double[][]::new);
    }

    /** Returns the strength with the smallest loss on rows that the coefficients are not fitted to; the first one of several. */
    private static double strength(double[][] features, double[] preferences, int[] judged) {
        double best = Double.NaN;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < STRENGTHS; i++) {
            double strength = Math.pow(10, -4 + 8.0 * i / (STRENGTHS - 1));
            LogisticModel model = new LogisticModel(features, preferences, strength);
            double loss = 0;
            for (int part = 0; part < PARTS; part++) {
                double[] fitted = model.fit(part(judged, part, false), new double[features[0].length]);
                loss += model.loss(part(judged, part, true), fitted);
            }
            if (loss < least) {
                least = loss;
                best = strength;
            }
        }
        return best;
    }

    /** Returns the weights of the judged rows inside or outside of a part. */
    private static int[] part(int[] judged, int part, boolean inside) {
        int[] weights = new int[judged.length];
        int place = 0;
        for (int i = 0; i < judged.length; i++) {
            if (judged[i] > 0) {
                weights[i] = (place++ % PARTS == part) == inside ? 1 : 0;
            }
        }
        return weights;
    }

    private static double rate(double[][] features, int[] weights, double[] coefficients) {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                sum += weights[i] * withoutLength(features[i], coefficients);
                count += weights[i];
            }
        }
        return sum / count;
    }

    private static double withoutLength(double[] row, double[] coefficients) {
        double score = coefficients[1] + (row.length == 3 ? coefficients[2] * row[2] : 0);
        return 1 / (1 + Math.exp(-score));
    }
}
