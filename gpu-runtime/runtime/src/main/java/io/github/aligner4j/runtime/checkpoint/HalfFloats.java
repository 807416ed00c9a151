// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

/** Conversions between float32 and the two 16-bit types of checkpoints, both rounding to nearest, ties to even. */
final class HalfFloats {

    private static final int HALF_EXPONENT_BITS = 0x7C00;
    private static final int HALF_NAN = 0x7E00;
    private static final float MIN_HALF = 0x1p-24f;
    private static final float MIN_NORMAL_HALF = 0x1p-14f;
    /** The smallest number that rounds to infinity: half a unit above the largest float16, 65504. */
    private static final float HALF_OVERFLOW = 65520f;

    private HalfFloats() {}

    static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Rounds to bfloat16; NaN stays NaN. */
    static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }

    static float fromFloat16(short bits) {
        int exponent = bits & HALF_EXPONENT_BITS;
        int mantissa = bits & 0x3FF;
        float magnitude;
        if (exponent == HALF_EXPONENT_BITS) {
            magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = mantissa * MIN_HALF;
        } else {
            magnitude = Float.intBitsToFloat(((exponent >> 10) + 112) << 23 | mantissa << 13);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    /** Rounds to float16; NaN stays NaN, and what is too large becomes infinite. */
    static short toFloat16(float value) {
        int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        int half;
        if (Float.isNaN(value)) {
            half = HALF_NAN;
        } else if (magnitude >= HALF_OVERFLOW) {
            half = HALF_EXPONENT_BITS;
        } else if (magnitude < MIN_NORMAL_HALF) {
            half = (int) Math.rint(magnitude / MIN_HALF);
        } else {
            int bits = Float.floatToRawIntBits(magnitude);
            // A carry out of the fraction is the next exponent, as it should be.
            half = ((bits + 0xFFF + ((bits >>> 13) & 1)) >>> 13) - (112 << 10);
        }
        return (short) (sign | half);
    }
}
