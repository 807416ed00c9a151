package io.github.aligner4j.runtime.checkpoint;

import java.nio.file.Path;
import java.util.List;

/**
 * A tensor in a safetensors file.
 *
 * @param offset its first byte, counted from the beginning of the file
 * @param bytes its length in bytes, which fits type and shape
 */
public record StoredTensor(String name, Path file, StoredType type, List<Long> shape, long offset, long bytes) {

    /** Copies the shape. */
    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /** Checks that it is of a type that can be run. */
    void requireRunnable() {
        if (!type.runnable()) {
            throw new CheckpointException(
                    file, "tensor '" + name + "' has dtype " + type + "; only F32, F16 and BF16 can be run.");
        }
    }

    /** Whether it lies where elements of its type can be mapped; if not, it must be copied. */
    public boolean aligned() {
        return offset % (type.bits() / Byte.SIZE) == 0;
    }
}
