// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.Incubating;
import java.util.Objects;

/**
 * The conditions under which words of an answer are deleted where the model's own correction is not kept.
 *
 * <p>Candidates are the answers that are left if up to four clauses or up to three words in a row are deleted, except those that lose a
 * number, a link, code, a table cell, or one of a pair of brackets or quotation marks. Of the candidates that fulfil the conditions, the
 * one that loses the fewest words is taken, where 0.1 of the score counts as one word. Deleting the words that a detector finds is the
 * first step of "Delete, Retrieve, Generate" (Li et al., NAACL 2018).
 *
 * @param minScore the score of the detector from which on words of an answer are deleted, from 0 to 1
 * @param maxScore the score that the shortened answer must be below, above 0 and at most 1
 * @param minLogprob the minimum log probability of the shortened answer as a correction under the model, at most 0; in nats
 * @param words the words by which clauses are found, in the language of the answers
 */
@Incubating
public record DeletionConditions(double minScore, double maxScore, double minLogprob, ClauseWords words) {

    /** Checks the ranges. */
    public DeletionConditions {
        if (!(minScore >= 0 && minScore <= 1)) {
            throw new IllegalArgumentException("minScore must be from 0 to 1, but was " + minScore);
        }
        CorrectionVerification.check(maxScore, minLogprob);
        Objects.requireNonNull(words, "words");
    }
}
