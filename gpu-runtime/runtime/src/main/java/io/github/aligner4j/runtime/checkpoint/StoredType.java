// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Element types of the safetensors format, under its names; models of three of them can be run. */
public enum StoredType {
    BOOL(8),
    F4(4),
    F6_E2M3(6),
    F6_E3M2(6),
    U8(8),
    I8(8),
    F8_E5M2(8),
    F8_E4M3(8),
    F8_E5M2FNUZ(8),
    F8_E4M3FNUZ(8),
    F8_E8M0(8),
    I16(16),
    U16(16),
    F16(16),
    BF16(16),
    I32(32),
    U32(32),
    F32(32),
    C64(64),
    F64(64),
    I64(64),
    U64(64);

    private final int bits;

    StoredType(int bits) {
        this.bits = bits;
    }

    static Optional<StoredType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Returns the size of one element in bits. */
    public int bits() {
        return bits;
    }

    /** Returns the size of one element in bytes; 0 for types of less than a byte. */
    public int bytes() {
        return bits / Byte.SIZE;
    }

    /** Returns whether weights of this type can be run: float32, float16 and bfloat16. */
    public boolean runnable() {
        return this == F32 || this == F16 || this == BF16;
    }

    /** Reads one element of a {@linkplain #runnable runnable} type, little endian. */
    float decode(ByteBuffer from) {
        return switch (this) {
            case F32 -> from.getFloat();
            case F16 -> HalfFloats.fromFloat16(from.getShort());
            case BF16 -> HalfFloats.fromBfloat16(from.getShort());
            default -> throw new IllegalStateException(this + " can't be run");
        };
    }

    /** Reads as many elements of a {@linkplain #runnable runnable} type as {@code into} has, little endian. */
    void decode(ByteBuffer from, float[] into) {
        if (this == BF16) {
            for (int i = 0; i < into.length; i++) {
                into[i] = HalfFloats.fromBfloat16(from.getShort());
            }
            return;
        }
        for (int i = 0; i < into.length; i++) {
            into[i] = decode(from);
        }
    }

    /** Writes one element of a {@linkplain #runnable runnable} type, little endian, rounded to nearest. */
    void encode(float value, ByteBuffer to) {
        switch (this) {
            case F32 -> to.putFloat(value);
            case F16 -> to.putShort(HalfFloats.toFloat16(value));
            case BF16 -> to.putShort(HalfFloats.toBfloat16(value));
            default -> throw new IllegalStateException(this + " can't be written");
        }
    }
}
