// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.runtime.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes GGUF files: magic, version, counts, metadata, a description of each tensor, then the tensors, each aligned.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">The format</a>
 */
final class GgufFileWriter {

    /** Alignment of tensors in bytes, the format's default. */
    static final int ALIGNMENT = 32;

    private static final byte[] MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 3;

    private GgufFileWriter() {}

    /**
     * Writes {@code file}, replacing another one only when the new one is complete and on the disk.
     *
     * @throws IOException if it can't be written
     */
    static void write(Path file, GgufMetadata metadata, List<GgufTensor> tensors) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            writePart(part, metadata, tensors);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void writePart(Path part, GgufMetadata metadata, List<GgufTensor> tensors) throws IOException {
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeAll(channel, start(metadata, tensors.size()));
            writeAll(channel, ByteBuffer.wrap(metadata.bytes()));
            long offset = 0;
            for (GgufTensor tensor : tensors) {
                writeAll(channel, description(tensor.info(), offset));
                offset = aligned(offset + tensor.info().bytes());
            }
            for (GgufTensor tensor : tensors) {
                pad(channel);
                tensor.info().write(channel, tensor.elements().get());
            }
            pad(channel);
            channel.force(true);
        }
    }

    private static ByteBuffer start(GgufMetadata metadata, int tensors) {
        return littleEndian(MAGIC.length + Integer.BYTES + 2 * Long.BYTES)
                .put(MAGIC)
                .putInt(VERSION)
                .putLong(tensors)
                .putLong(metadata.size())
                .flip();
    }

    /** Returns the description of a tensor, whose dimensions are listed from the fastest to the slowest. */
    private static ByteBuffer description(TensorInfo tensor, long offset) {
        byte[] name = tensor.name().getBytes(StandardCharsets.UTF_8);
        List<Long> shape = tensor.shape();
        ByteBuffer bytes = littleEndian(
                Long.BYTES + name.length + Integer.BYTES + shape.size() * Long.BYTES + Integer.BYTES + Long.BYTES);
        bytes.putLong(name.length).put(name).putInt(shape.size());
        for (int i = shape.size() - 1; i >= 0; i--) {
            bytes.putLong(shape.get(i));
        }
        return bytes.putInt(number(tensor.type())).putLong(offset).flip();
    }

    private static int number(StoredType type) {
        return switch (type) {
            case F32 -> 0;
            case F16 -> 1;
            case BF16 -> 30;
            default -> throw new IllegalArgumentException(type + " can't be written");
        };
    }

    private static void pad(FileChannel channel) throws IOException {
        long end = channel.position();
        writeAll(channel, ByteBuffer.allocate((int) (aligned(end) - end)));
    }

    private static long aligned(long position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
