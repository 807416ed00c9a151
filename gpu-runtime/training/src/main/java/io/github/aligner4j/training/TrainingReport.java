// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

/**
 * The result of a training.
 *
 * @param finished true if all stages are done; if not, the training was stopped and can be resumed
 * @param steps the number of steps, including those of earlier runs
 * @param tokens the number of tokens that counted in the loss
 * @param bestLoss the lowest loss on the dev set in nats per token; infinite without a dev set
 */
public record TrainingReport(boolean finished, int steps, long tokens, double bestLoss) {}
