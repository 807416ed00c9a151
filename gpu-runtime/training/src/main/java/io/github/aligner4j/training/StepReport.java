// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

/**
 * The metrics of a step.
 *
 * @param step the step over all stages, from 1
 * @param stage the name of the stage
 * @param loss the mean loss in nats per token
 * @param learningRate the learning rate of the step
 * @param gradientNorm the norm of the gradient before clipping
 * @param tokens the number of tokens that counted in the loss
 * @param tokensPerSecond the number of input tokens per second, including those of prompts
 */
public record StepReport(
        int step,
        String stage,
        double loss,
        double learningRate,
        double gradientNorm,
        int tokens,
        double tokensPerSecond) {}
