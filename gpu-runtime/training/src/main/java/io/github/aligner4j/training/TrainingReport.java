package io.github.aligner4j.training;

/**
 * How a training ended.
 *
 * @param finished whether it came to its end; otherwise it was stopped and can be resumed
 * @param steps steps done in all, those of earlier runs included
 * @param tokens tokens learnt in all
 * @param bestLoss smallest loss on the dev set, in nats for each token; infinite if there is none
 */
public record TrainingReport(boolean finished, int steps, long tokens, double bestLoss) {}
