// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A tensor in a safetensors file.
 *
 * @param name name in the file
 * @param file the file
 * @param type element type
 * @param shape sizes of the dimensions, the slowest first
 * @param offset its first byte, counted from the beginning of the file
 * @param bytes its length in bytes, which fits type and shape
 */
public record StoredTensor(String name, Path file, StoredType type, List<Long> shape, long offset, long bytes) {

    /** Copies the shape. */
    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /**
     * Reads all elements as float32, the last dimension varying fastest.
     *
     * @throws CheckpointException if the file can't be read, or the tensor is neither F32, F16 nor BF16, or takes 2 GiB or more
     */
    public float[] floats() {
        requireRunnable();
        if (bytes > Integer.MAX_VALUE) {
            throw new CheckpointException(
                    file,
                    "tensor '" + name + "' has " + bytes + " bytes; only tensors of less than 2 GiB can be read whole");
        }
        ByteBuffer content = content();
        float[] values = new float[content.remaining() / type.bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.decode(content);
        }
        return values;
    }

    private ByteBuffer content() {
        ByteBuffer content = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file)) {
            while (content.hasRemaining()) {
                if (channel.read(content, offset + content.position()) < 0) {
                    throw new EOFException("it ends within tensor '" + name + "'");
                }
            }
        } catch (IOException e) {
            throw new CheckpointException(file, "the file can't be read: " + e.getMessage(), e);
        }
        return content.flip();
    }

    /**
     * Checks that it has a type that can be run.
     *
     * @throws CheckpointException if it has not
     */
    void requireRunnable() {
        if (!type.runnable()) {
            throw new CheckpointException(
                    file, "tensor '" + name + "' has dtype " + type + "; only F32, F16 and BF16 can be run");
        }
    }

    /** Returns whether its offset allows mapping elements of its type; if not, it must be copied. */
    public boolean aligned() {
        return offset % type.bytes() == 0;
    }
}
