// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.network;

/**
 * The settings of one AdamW step.
 *
 * @param learningRate the learning rate of this step
 * @param weightDecay the decoupled weight decay of matrices
 * @param maxGradNorm the norm to which the gradient is clipped; 0 disables clipping
 * @param step the number of steps since the moments were reset, including this one
 */
public record UpdateSettings(double learningRate, double weightDecay, double maxGradNorm, int step) {

    /** The decay rate of the first moment, as in the paper. */
    public static final double BETA1 = 0.9;

    /** The decay rate of the second moment, as in the paper. */
    public static final double BETA2 = 0.95;
}
