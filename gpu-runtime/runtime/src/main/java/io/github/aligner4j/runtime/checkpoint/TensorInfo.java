package io.github.aligner4j.runtime.checkpoint;

import java.util.List;

/**
 * Name, type and shape of a tensor that {@link SafetensorsWriter} writes.
 *
 * @param name unique within its file
 * @param type {@link StoredType#F32}, {@link StoredType#F16} or {@link StoredType#BF16}
 * @param shape sizes of the dimensions, the slowest first; empty for a scalar
 */
public record TensorInfo(String name, StoredType type, List<Long> shape) {

    /** Copies the shape. */
    public TensorInfo {
        shape = List.copyOf(shape);
        if (!type.runnable()) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' has dtype " + type + "; only F32, F16 and BF16 can be written");
        }
    }

    /** Returns the number of elements. */
    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Returns the size in bytes. */
    long bytes() {
        return elements() * type.bytes();
    }
}
