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
}
