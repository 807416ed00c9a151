// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.evaluation.statistics.Interval;
import io.github.aligner4j.evaluation.statistics.WinCounts;

/**
 * The share of answers for which a judge preferred a system to a baseline.
 *
 * @param system the name of the system
 * @param baseline the name of the baseline
 * @param judge the name of the judge
 * @param aspect the name of the aspect
 * @param category the category of the rows; empty for all rows
 * @param counts wins, losses and ties
 * @param invalid the number of pairs without a verdict, which are in no count
 * @param winRate the win rate, from -1 to 1, and its bootstrap interval over the rows
 * @param pValue the two-sided p-value of the sign test: the probability of a difference as large between wins and losses if both
 *     were equally likely
 */
public record WinRateSummary(
        String system,
        String baseline,
        String judge,
        String aspect,
        String category,
        WinCounts counts,
        long invalid,
        Interval winRate,
        double pValue) {}
