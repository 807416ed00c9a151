// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

/**
 * Rotary positions: element i of a head's first half is rotated with element i of its second half by position * f(i), where
 * f(i) = theta^(-2i/size), rescaled for contexts longer than those trained on.
 *
 * @param theta base of the frequencies
 * @param size head size, even
 */
public record RotaryEmbedding(double theta, int size, RotaryScaling scaling) {

    /**
     * Returns f(i), shape [size / 2]. Rounded to float32 where transformers does, because a position of some thousands multiplies
     * the rounding error.
     */
    public float[] frequencies() {
        float[] frequencies = new float[size / 2];
        for (int i = 0; i < frequencies.length; i++) {
            float exponent = (float) (2 * i) / size;
            frequencies[i] = scaling.rescaled(1f / (float) Math.pow(theta, exponent), i, this);
        }
        return frequencies;
    }

    /** Returns the factor of both cosines and sines, 1 except for YaRN. */
    public double magnitude() {
        return scaling.magnitude();
    }
}
