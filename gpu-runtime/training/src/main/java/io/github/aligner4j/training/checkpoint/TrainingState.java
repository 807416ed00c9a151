// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.checkpoint;

/**
 * The progress of a training, apart from weights and moments.
 *
 * @param fingerprint the hash of everything that determines the result; only a training with the same one may resume
 * @param stage the index of the current stage
 * @param stepInStage the number of completed steps of that stage
 * @param step the number of completed steps of all stages
 * @param tokens the number of tokens that have counted in the loss
 * @param bestLoss the lowest loss on the dev set in the last stage, in nats per token; infinite if there is none yet
 * @param evaluationsWithoutImprovement the number of evaluations since then
 */
public record TrainingState(
        String fingerprint,
        int stage,
        int stepInStage,
        int step,
        long tokens,
        double bestLoss,
        int evaluationsWithoutImprovement) {

    /** Returns the initial state. */
    public static TrainingState start(String fingerprint) {
        return new TrainingState(fingerprint, 0, 0, 0, 0, Double.POSITIVE_INFINITY, 0);
    }

    /** Returns the state after a step whose loss had {@code labels} tokens. */
    public TrainingState stepped(int labels) {
        return new TrainingState(
                fingerprint,
                stage,
                stepInStage + 1,
                step + 1,
                tokens + labels,
                bestLoss,
                evaluationsWithoutImprovement);
    }

    /** Returns the state at the start of the next stage. */
    public TrainingState nextStage() {
        return new TrainingState(fingerprint, stage + 1, 0, step, tokens, bestLoss, evaluationsWithoutImprovement);
    }

    /** Returns the state after an evaluation in the last stage. */
    public TrainingState evaluated(double loss) {
        boolean best = loss < bestLoss;
        return new TrainingState(
                fingerprint,
                stage,
                stepInStage,
                step,
                tokens,
                best ? loss : bestLoss,
                best ? 0 : evaluationsWithoutImprovement + 1);
    }
}
