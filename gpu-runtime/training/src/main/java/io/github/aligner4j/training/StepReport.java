package io.github.aligner4j.training;

/**
 * One step.
 *
 * @param step counted from 1 over all stages
 * @param stage name of the present stage
 * @param loss mean of the learnt tokens' losses, in nats
 * @param gradientNorm before it was cut
 * @param tokens tokens learnt in this step, those of prompts not counted
 * @param tokensPerSecond tokens that went through the network each second in this step, those of prompts counted
 */
public record StepReport(
        int step,
        String stage,
        double loss,
        double learningRate,
        double gradientNorm,
        int tokens,
        double tokensPerSecond) {}
