// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The agreement of two raters who put the same things into the same categories.
 *
 * <p>Things of the same group, such as several answers to the same question, are not independent: the bootstrap draws groups.
 */
public final class Agreement {

    private final int categories;
    private final Map<String, List<Integer>> groups = new LinkedHashMap<>();
    private long pairs;

    /** Creates an agreement of ratings from 0 to {@code categories - 1}. */
    public Agreement(int categories) {
        if (categories < 2) {
            throw new IllegalArgumentException("the number of categories must be at least 2, but was " + categories);
        }
        this.categories = categories;
    }

    /** Adds both raters' ratings of one thing. */
    public void add(String group, int first, int second) {
        int cell = require(first) * categories + require(second);
        groups.computeIfAbsent(group, any -> new ArrayList<>()).add(cell);
        pairs++;
    }

    private int require(int rating) {
        if (rating < 0 || rating >= categories) {
            throw new IllegalArgumentException("a rating must be 0 to " + (categories - 1) + ", but was " + rating);
        }
        return rating;
    }

    /** Returns the number of things. */
    public long pairs() {
        return pairs;
    }

    /**
     * Returns the share of things with the same rating. If each group has one thing, or all or none agree, the interval is
     * {@linkplain Shares#wilson Wilson's}; otherwise a bootstrap over groups.
     */
    public Interval accuracy(Bootstrap bootstrap) {
        int[][] cells = cells();
        long same = Math.round(pairs == 0 ? 0 : accuracy(counts(cells, ones())) * pairs);
        if (groups.size() == pairs) {
            return Shares.wilson(same, pairs, bootstrap.level());
        }
        if (same == 0 || same == pairs) {
            return Shares.wilson(same == 0 ? 0 : groups.size(), groups.size(), bootstrap.level());
        }
        return bootstrap.of(groups.size(), weights -> accuracy(counts(cells, weights)));
    }

    /**
     * Returns Cohen's kappa (Cohen 1960, "A coefficient of agreement for nominal scales"): (accuracy - chance) / (1 - chance), where
     * chance is the accuracy to expect of independent raters with the same shares of ratings. It is NaN if both gave a single rating
     * only, the same one, as {@code cohen_kappa_score} of scikit-learn is.
     */
    public Interval kappa(Bootstrap bootstrap) {
        int[][] cells = cells();
        return bootstrap.of(groups.size(), weights -> kappa(counts(cells, weights)));
    }

    private int[][] cells() {
        return groups.values().stream()
                .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    private int[] ones() {
        int[] ones = new int[groups.size()];
        Arrays.fill(ones, 1);
        return ones;
    }

    private long[] counts(int[][] cells, int[] weights) {
        long[] counts = new long[categories * categories];
        for (int i = 0; i < cells.length; i++) {
            for (int cell : cells[i]) {
                counts[cell] += weights[i];
            }
        }
        return counts;
    }

    private double accuracy(long[] counts) {
        long all = 0;
        long same = 0;
        for (int i = 0; i < counts.length; i++) {
            all += counts[i];
            same += i / categories == i % categories ? counts[i] : 0;
        }
        return (double) same / all;
    }

    private double kappa(long[] counts) {
        double all = 0;
        double[] first = new double[categories];
        double[] second = new double[categories];
        for (int i = 0; i < counts.length; i++) {
            all += counts[i];
            first[i / categories] += counts[i];
            second[i % categories] += counts[i];
        }
        double chance = 0;
        for (int i = 0; i < categories; i++) {
            chance += first[i] * second[i];
        }
        chance /= all * all;
        return chance == 1 ? Double.NaN : (accuracy(counts) - chance) / (1 - chance);
    }
}
