// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.runtime.checkpoint.StoredType;

/** Number type of weights and activations at run time. */
enum Precision {
    FLOAT32(6, 24),
    FLOAT16(5, 11),
    BFLOAT16(15, 8);

    private final int torchCode;
    private final int significandBits;

    Precision(int torchCode, int significandBits) {
        this.torchCode = torchCode;
        this.significandBits = significandBits;
    }

    static Precision of(StoredType type) {
        return switch (type) {
            case F32 -> FLOAT32;
            case F16 -> FLOAT16;
            case BF16 -> BFLOAT16;
            default -> throw new IllegalArgumentException(type + " can't be run");
        };
    }

    /** Returns the number of the type in libtorch ({@code c10::ScalarType}). */
    int torchCode() {
        return torchCode;
    }

    /** Returns the size of one number in bytes. */
    int bytes() {
        return this == FLOAT32 ? 4 : 2;
    }

    /** Returns the largest relative error of rounding to this type. */
    double unitRoundoff() {
        return Math.scalb(1.0, -significandBits);
    }

    /** Returns the nearest number of this type; {@code number} must be in its normal range. */
    double nearest(double number) {
        double unit = Math.scalb(1.0, Math.getExponent(number) - significandBits + 1);
        return Math.rint(number / unit) * unit;
    }
}
