package io.github.aligner4j.evaluation.metric;

import java.util.List;

/**
 * Corpus BLEU and what it is made of.
 *
 * @param score 0 to 100
 * @param precisions of runs of one to four tokens, in percent
 * @param brevityPenalty 0 to 1; 1 if the outputs are as long as their references
 * @param outputTokens of all outputs
 * @param referenceTokens of the references that are nearest in length
 * @param signature how it was counted, in sacreBLEU's words
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
