// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

/**
 * The outcome of a training of the warm-up experiment, on sentences whose names are not in the training rows.
 *
 * @param base the id of the base model
 * @param rows the number of training rows
 * @param share the share of the rows in the first stage
 * @param control true if the first stage had corrections, false if it had answers unchanged
 * @param seed the seed
 * @param steps the number of training steps
 * @param sentences the number of rude sentences, and of civil ones
 * @param corrected the number of rude sentences that became exactly their civil form
 * @param civil the number of rude sentences that became another sentence without a rude word
 * @param kept the number of civil sentences that stayed exactly as they were
 * @param loss the loss on the corrections, in nats per token
 */
record WarmupOutcome(
        String base,
        int rows,
        double share,
        boolean control,
        long seed,
        int steps,
        int sentences,
        int corrected,
        int civil,
        int kept,
        double loss) {

    double correctedShare() {
        return (double) corrected / sentences;
    }

    double keptShare() {
        return (double) kept / sentences;
    }
}
