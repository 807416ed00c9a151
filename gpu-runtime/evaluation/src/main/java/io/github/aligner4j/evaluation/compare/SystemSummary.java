// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.evaluation.statistics.Interval;
import java.util.OptionalDouble;

/**
 * The answers of a system, in numbers.
 *
 * @param system its name
 * @param answers the number of answers
 * @param changed the number that differ from the original
 * @param rejected the number whose correction a guard rejected; they count as unchanged
 * @param failed the number whose correction failed otherwise; they count as unchanged
 * @param unchangedShare the share of answers that are the original, character for character
 * @param editRatio the mean share of the characters of both texts that edits touch, word by word
 * @param promptTokens the mean number of tokens that the system's models read for an answer
 * @param completionTokens the mean number of tokens that they generated
 * @param meanSeconds the mean duration of an answer
 * @param medianSeconds the median duration
 * @param p90Seconds the 90th percentile of the duration
 * @param costPerThousand the price of a thousand answers; empty without a price
 */
public record SystemSummary(
        String system,
        long answers,
        long changed,
        long rejected,
        long failed,
        Interval unchangedShare,
        Interval editRatio,
        double promptTokens,
        double completionTokens,
        Interval meanSeconds,
        double medianSeconds,
        double p90Seconds,
        OptionalDouble costPerThousand) {}
