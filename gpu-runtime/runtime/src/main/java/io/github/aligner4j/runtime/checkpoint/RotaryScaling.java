// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

/** Rescaling of rotary frequencies for longer contexts, with the formulas of transformers' {@code modeling_rope_utils}. */
public sealed interface RotaryScaling {

    /** Returns the rescaled i-th frequency. */
    float rescaled(float frequency, int i, RotaryEmbedding rotary);

    /** Returns the factor of cosines and sines. */
    default double magnitude() {
        return 1;
    }

    /** No rescaling. */
    record None() implements RotaryScaling {
        @Override
        public float rescaled(float frequency, int i, RotaryEmbedding rotary) {
            return frequency;
        }
    }

    /** Division of positions by {@code factor}. */
    record Linear(double factor) implements RotaryScaling {
        @Override
        public float rescaled(float frequency, int i, RotaryEmbedding rotary) {
            return (float) (frequency / factor);
        }
    }

    /**
     * Rescaling of Llama 3.1: low frequencies are divided by {@code factor}, high ones kept, those in between interpolated.
     *
     * @param trainedTokens context length before stretching
     */
    record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int trainedTokens)
            implements RotaryScaling {
        @Override
        public float rescaled(float frequency, int i, RotaryEmbedding rotary) {
            double wavesInTraining = trainedTokens * frequency / (2 * Math.PI);
            double kept = (wavesInTraining - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
            double share = Math.min(1, Math.max(0, kept));
            return (float) ((1 - share) * frequency / factor + share * frequency);
        }
    }

    /**
     * YaRN (arXiv:2309.00071): like {@link Llama3}, but interpolated by the index of the frequency, and with sharper
     * attention.
     *
     * @param low index up to which frequencies are kept
     * @param high index from which they are divided by {@code factor}
     */
    record Yarn(double factor, double low, double high, double magnitude) implements RotaryScaling {
        @Override
        public float rescaled(float frequency, int i, RotaryEmbedding rotary) {
            double stretched = Math.min(1, Math.max(0, (i - low) / (high - low)));
            return (float) (frequency / factor * stretched + frequency * (1 - stretched));
        }
    }
}
