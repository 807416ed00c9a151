// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.metric;

import java.util.List;

/**
 * A corpus BLEU score and its parts.
 *
 * @param score the score, 0 to 100
 * @param precisions the n-gram precisions of orders 1 to 4, in percent
 * @param brevityPenalty the brevity penalty, 0 to 1; 1 if the outputs are at least as long as their references
 * @param outputTokens the number of tokens of all outputs
 * @param referenceTokens the number of tokens of the references closest in length
 * @param signature the settings, as a sacreBLEU signature
 */
public record BleuScore(
        double score,
        List<Double> precisions,
        double brevityPenalty,
        long outputTokens,
        long referenceTokens,
        String signature) {

    /** Copies the list. */
    public BleuScore {
        precisions = List.copyOf(precisions);
    }
}
