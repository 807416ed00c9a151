package io.github.aligner4j.training.checkpoint;

/** Conversions between float32 and the two 16-bit types of checkpoints. */
final class HalfFloats {

    private static final int HALF_EXPONENT_BITS = 0x7C00;
    private static final float SMALLEST_HALF = 0x1p-24f;

    private HalfFloats() {}

    static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Rounds to the nearest, ties to even; what is not a number stays so. */
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
            magnitude = mantissa * SMALLEST_HALF;
        } else {
            magnitude = Float.intBitsToFloat(((exponent >> 10) + 112) << 23 | mantissa << 13);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
