// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The scores that a detector gave to answers whose right label is known, from which its threshold is chosen.
 *
 * <p>Immutable.
 *
 * @param positives scores of answers that it should find, ascending
 * @param negatives scores of answers that it should not find, ascending
 */
@Incubating
public record DetectorScores(List<Double> positives, List<Double> negatives) {

    /**
     * Copies and sorts the scores.
     *
     * @throws IllegalArgumentException if a score is not between 0 and 1
     */
    public DetectorScores {
        positives = sorted(positives);
        negatives = sorted(negatives);
    }

    /**
     * The decisions of a detector at one threshold.
     *
     * @param threshold minimum score of an answer that is found
     * @param found number of positives with at least that score
     * @param missed number of positives below it
     * @param falsePositives number of negatives with at least that score
     * @param trueNegatives number of negatives below it
     */
    public record Decisions(double threshold, int found, int missed, int falsePositives, int trueNegatives) {

        /** Returns the share of positives that are found; 0 without positives. */
        public double recall() {
            return share(found, missed);
        }

        /** Returns the share of negatives that are found; 0 without negatives. */
        public double falsePositiveRate() {
            return share(falsePositives, trueNegatives);
        }

        /** Returns the share of answers with the right decision; 0 without answers. */
        public double accuracy() {
            return share(found + trueNegatives, missed + falsePositives);
        }

        private static double share(int part, int others) {
            return part == 0 ? 0 : (double) part / (part + others);
        }
    }

    /** Returns the decisions at {@code threshold}. */
    public Decisions at(double threshold) {
        int missed = below(positives, threshold);
        int trueNegatives = below(negatives, threshold);
        return new Decisions(
                threshold, positives.size() - missed, missed, negatives.size() - trueNegatives, trueNegatives);
    }

    /**
     * Returns the area under the ROC curve: the probability that a positive has a higher score than a negative, where equal scores
     * count half. Empty without positives or without negatives.
     */
    public OptionalDouble areaUnderCurve() {
        if (positives.isEmpty() || negatives.isEmpty()) {
            return OptionalDouble.empty();
        }
        double above = 0;
        int lower = 0;
        int notHigher = 0;
        for (double score : positives) {
            while (lower < negatives.size() && negatives.get(lower) < score) {
                lower++;
            }
            while (notHigher < negatives.size() && negatives.get(notHigher) <= score) {
                notHigher++;
            }
            above += (lower + notHigher) / 2.0;
        }
        return OptionalDouble.of(above / positives.size() / negatives.size());
    }

    /**
     * Returns the lowest threshold at which at most a given share of the negatives is found; empty if even a threshold of 1 finds
     * more.
     *
     * @param maxFalsePositiveRate the maximum share, 0 to 1
     */
    public OptionalDouble lowestThreshold(double maxFalsePositiveRate) {
        int count = negatives.size();
        int allowed = (int) Math.round(maxFalsePositiveRate * count);
        while (allowed > 0 && (double) allowed / count > maxFalsePositiveRate) {
            allowed--;
        }
        if (allowed >= count) {
            return OptionalDouble.of(0);
        }
        double highestRefused = negatives.get(count - 1 - allowed);
        return highestRefused < 1 ? OptionalDouble.of(Math.nextUp(highestRefused)) : OptionalDouble.empty();
    }

    private static int below(List<Double> ascending, double threshold) {
        int low = 0;
        int high = ascending.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending.get(middle) < threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static List<Double> sorted(List<Double> scores) {
        for (double score : scores) {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("a score must be between 0 and 1, but was " + score);
            }
        }
        return scores.stream().sorted().toList();
    }
}
