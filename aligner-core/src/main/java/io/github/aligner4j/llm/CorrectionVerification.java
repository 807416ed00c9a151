// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.Incubating;
import org.jspecify.annotations.Nullable;

/**
 * The conditions under which the correction of a model with a detector is kept.
 *
 * <p>A small model finds texts more reliably than it corrects them. Therefore its detector reads the correction, too, and the
 * correction's log probability under the model has a minimum. A correction is replaced if it does not fulfil the conditions, changes
 * nothing, is rejected by a guard, or is missing: if there are conditions for deletions, each sentence that the detector finds is first
 * corrected by itself, in the same way, and if the result does not pass, words of the answer are deleted. Without a replacement the answer
 * stays as it is; a correction that a guard rejected stays rejected.
 *
 * @param maxScore the score of the detector below which a corrected answer must be; above 0 and at most 1
 * @param minLogprob the minimum log probability of the whole correction under the model, at most 0; in nats
 * @param deletion the conditions under which words of the answer are deleted; null if that is never done
 */
@Incubating
public record CorrectionVerification(
        double maxScore, double minLogprob, @Nullable DeletionConditions deletion) {

    /** Checks the ranges. */
    public CorrectionVerification {
        check(maxScore, minLogprob);
    }

    static void check(double maxScore, double minLogprob) {
        if (!(maxScore > 0 && maxScore <= 1)) {
            throw new IllegalArgumentException("maxScore must be above 0 and at most 1, but was " + maxScore);
        }
        if (!(minLogprob <= 0)) {
            throw new IllegalArgumentException("minLogprob must be at most 0, but was " + minLogprob);
        }
    }
}
