// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * Name, type and shape of a tensor to write.
 *
 * @param name unique within its file
 * @param type {@link StoredType#F32}, {@link StoredType#F16} or {@link StoredType#BF16}
 * @param shape sizes of the dimensions, the slowest first; empty for a scalar
 */
public record TensorInfo(String name, StoredType type, List<Long> shape) {

    private static final int CHUNK_BYTES = 1 << 20;

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
    public long bytes() {
        return elements() * type.bytes();
    }

    /**
     * Writes the elements, little endian and rounded to nearest.
     *
     * @param elements the last dimension varying fastest
     * @throws IllegalArgumentException if they are more or fewer than the shape says
     */
    public void write(WritableByteChannel channel, float[] elements) throws IOException {
        if (elements.length != elements()) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' has " + elements.length + " elements, but its shape is " + shape);
        }
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float element : elements) {
            type.encode(element, chunk);
            if (!chunk.hasRemaining()) {
                drain(chunk.flip(), channel);
                chunk.clear();
            }
        }
        drain(chunk.flip(), channel);
    }

    private static void drain(ByteBuffer bytes, WritableByteChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
