package io.github.aligner4j.training.network;

/**
 * One step of AdamW.
 *
 * @param learningRate how far to go
 * @param weightDecay share of a matrix, times the learning rate, that is taken off
 * @param largestNorm norm to which the gradient is cut; 0: no limit
 * @param step steps taken since the optimizer began, this one included
 */
public record UpdateSettings(double learningRate, double weightDecay, double largestNorm, int step) {

    /** Decay of the first moment: the paper's. */
    public static final double BETA1 = 0.9;

    /** Decay of the second moment: the paper's. */
    public static final double BETA2 = 0.95;
}
