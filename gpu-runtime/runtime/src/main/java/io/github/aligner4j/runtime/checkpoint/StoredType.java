package io.github.aligner4j.runtime.checkpoint;

import java.util.Arrays;
import java.util.Optional;

/** Element types of the safetensors format, under the names it gives them; only three of them can be run. */
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

    /** Bits of one element. */
    public int bits() {
        return bits;
    }

    /** Whether weights of this type can be run. */
    public boolean runnable() {
        return this == F32 || this == F16 || this == BF16;
    }
}
