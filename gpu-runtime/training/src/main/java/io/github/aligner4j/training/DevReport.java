// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.DetectorScores;
import java.util.Optional;

/**
 * The metrics of an evaluation on the dev set.
 *
 * @param step the step over all stages, from 1
 * @param loss the mean loss in nats per token, each token by its weight
 * @param best true if this is the best model so far, which has been written
 * @param detector the scores of the checkpoint's detector: the share of {@code changed} in the probability of both its tokens, for
 *     rows that are corrected (positives) and rows that aren't; empty if it has none
 */
public record DevReport(int step, double loss, boolean best, Optional<DetectorScores> detector) {

    DevReport withBest(boolean best) {
        return new DevReport(step, loss, best, detector);
    }
}
