package io.github.aligner4j.training.checkpoint;

import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.checkpoint.StoredTensor;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Reads stored tensors as float32. */
public final class TensorReader {

    private TensorReader() {}

    /**
     * Returns all elements of {@code tensor}.
     *
     * @throws CheckpointException if it can't be read, or is of another type than float32, float16 and bfloat16
     */
    public static float[] floats(StoredTensor tensor) {
        if (!tensor.type().runnable() || tensor.bytes() > Integer.MAX_VALUE) {
            throw new CheckpointException(
                    tensor.file(),
                    "tensor '" + tensor.name() + "' has dtype " + tensor.type() + " and " + tensor.bytes()
                            + " bytes; only F32, F16 and BF16 of less than 2 GiB can be trained.");
        }
        try {
            return floats(bytes(tensor), tensor.type());
        } catch (IOException e) {
            throw new CheckpointException(tensor.file(), "the file can't be read: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer bytes(StoredTensor tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(tensor.file())) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, tensor.offset() + bytes.position()) < 0) {
                    throw new EOFException("it ended within tensor '" + tensor.name() + "'");
                }
            }
        }
        return bytes.flip();
    }

    private static float[] floats(ByteBuffer bytes, StoredType type) {
        float[] values = new float[bytes.remaining() / (type.bits() / Byte.SIZE)];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case BF16 -> HalfFloats.fromBfloat16(bytes.getShort());
                case F16 -> HalfFloats.fromFloat16(bytes.getShort());
                default -> bytes.getFloat();
            };
        }
        return values;
    }
}
