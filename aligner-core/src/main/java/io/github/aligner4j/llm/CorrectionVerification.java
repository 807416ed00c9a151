package io.github.aligner4j.llm;

import io.github.aligner4j.Incubating;

/**
 * The conditions under which the correction of a model with a detector is kept.
 *
 * <p>A small model finds texts more reliably than it corrects them. So its detector reads the correction, too, and its own log
 * probability of the correction is looked at. A correction that fails, changes nothing or is rejected by a guard is replaced by the
 * answer without one of its sentences: the one without which the detector's score is lowest. Sentences with numbers, links, code or
 * table cells are never removed. If that fails, too, the answer stays as it is, or the correction stays rejected.
 *
 * @param maxScore the score of the detector that a corrected answer must be below, above 0 and at most 1
 * @param minLogprob the minimum log probability of the whole correction under the model, at most 0; in nats
 */
@Incubating
public record CorrectionVerification(double maxScore, double minLogprob) {

    /** Checks the ranges. */
    public CorrectionVerification {
        if (!(maxScore > 0 && maxScore <= 1)) {
            throw new IllegalArgumentException("maxScore must be above 0 and at most 1, but was " + maxScore);
        }
        if (!(minLogprob <= 0)) {
            throw new IllegalArgumentException("minLogprob must be at most 0, but was " + minLogprob);
        }
    }
}
