// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.CompletionModelException;

/** Conversion of logits to probabilities. */
final class Probabilities {

    /** Logits this far below the largest are ignored; a hundred thousand of them have a probability of 1e-6. */
    private static final double NEGLIGIBLE = 25;

    private Probabilities() {}

    /**
     * Returns the softmax of {@code logits}.
     *
     * @throws CompletionModelException if no logit is a finite number, or one is not a number
     */
    static double[] softmax(float[] logits) {
        float largest = logits[checkedArgmax(logits)];
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int id = 0; id < logits.length; id++) {
            probabilities[id] = Math.exp((double) logits[id] - largest);
            sum += probabilities[id];
        }
        for (int id = 0; id < logits.length; id++) {
            probabilities[id] /= sum;
        }
        return probabilities;
    }

    /**
     * Returns the natural logarithm of the sum of all logits' exponentials, which a logit exceeds by the logarithm of its token's
     * probability.
     *
     * @throws CompletionModelException if no logit is a finite number, or one is not a number
     */
    static double logTotal(float[] logits) {
        double largest = logits[checkedArgmax(logits)];
        double sum = 0;
        for (float logit : logits) {
            sum += logit > largest - NEGLIGIBLE ? Math.exp(logit - largest) : 0;
        }
        return largest + Math.log(sum);
    }

    /**
     * Returns the id of the largest logit, the lowest id among equals.
     *
     * @throws CompletionModelException if no logit is a finite number, or one is not a number
     */
    static int checkedArgmax(float[] logits) {
        int best = 0;
        for (int id = 0; id < logits.length; id++) {
            if (Float.isNaN(logits[id])) {
                throw new CompletionModelException("the logit of token " + id
                        + " is not a number; the weights are damaged or overflow in this number type, try float32");
            }
            best = logits[id] > logits[best] ? id : best;
        }
        if (Float.isInfinite(logits[best])) {
            throw new CompletionModelException("the largest logit is " + logits[best]
                    + "; the weights are damaged or overflow in this number type, try float32");
        }
        return best;
    }
}
