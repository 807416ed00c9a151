// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: eight bytes of length (little endian), a JSON object of that length, then the tensors
 * without gaps. Format: the README of the safetensors project, whose checks are repeated here.
 */
public final class SafetensorsFile {

    private static final int LENGTH_BYTES = 8;
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private final Path file;
    private final long dataStart;
    private final long dataBytes;

    private SafetensorsFile(Path file, long dataStart, long dataBytes) {
        this.file = file;
        this.dataStart = dataStart;
        this.dataBytes = dataBytes;
    }

    /**
     * Reads and checks the header; the data stay on disk.
     *
     * @throws CheckpointException if the file is missing or damaged
     */
    public static Map<String, StoredTensor> read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            long length = headerLength(file, channel);
            byte[] header = bytes(channel, LENGTH_BYTES, (int) length);
            long dataStart = LENGTH_BYTES + length;
            return new SafetensorsFile(file, dataStart, channel.size() - dataStart)
                    .tensors(JsonFields.parse(file, header));
        } catch (IOException e) {
            throw new CheckpointException(file, "the file can't be read: " + e.getMessage(), e);
        }
    }

    private static long headerLength(Path file, FileChannel channel) throws IOException {
        if (channel.size() < LENGTH_BYTES) {
            throw new CheckpointException(
                    file,
                    "a safetensors file begins with 8 bytes of length; this one has " + channel.size() + " bytes");
        }
        long length = ByteBuffer.wrap(bytes(channel, 0, LENGTH_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        long max = Math.min(MAX_HEADER_BYTES, channel.size() - LENGTH_BYTES);
        if (length < 0 || length > max) {
            throw new CheckpointException(
                    file,
                    "the header's length is given as " + Long.toUnsignedString(length) + " bytes, but at most " + max
                            + " fit; the file is truncated, damaged or no safetensors file; download it again");
        }
        return length;
    }

    private static byte[] bytes(FileChannel channel, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("it ended after " + (position + buffer.position()) + " bytes");
            }
        }
        return bytes;
    }

    private Map<String, StoredTensor> tensors(JsonFields header) {
        List<StoredTensor> tensors = new ArrayList<>();
        for (String name : header.keys()) {
            if (!name.equals("__metadata__")) {
                tensors.add(tensor(name, header.object(name)));
            }
        }
        requireNoGaps(tensors);
        Map<String, StoredTensor> byName = new LinkedHashMap<>();
        tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
        return byName;
    }

    private StoredTensor tensor(String name, JsonFields fields) {
        String dtype = fields.text("dtype");
        StoredType type =
                StoredType.named(dtype).orElseThrow(() -> problem(name, "has the unknown dtype '" + dtype + "'"));
        List<Long> shape = fields.sizes("shape");
        List<Long> range = fields.sizes("data_offsets");
        if (range.size() != 2 || range.get(0) > range.get(1) || range.get(1) > dataBytes) {
            throw problem(
                    name, "has data_offsets " + range + ", which lie not within the " + dataBytes + " bytes of data");
        }
        long bytes = range.get(1) - range.get(0);
        if (bytes != bytes(name, type, shape)) {
            throw problem(
                    name,
                    "has " + bytes + " bytes, but " + dtype + " of shape " + shape + " takes "
                            + bytes(name, type, shape));
        }
        return new StoredTensor(name, file, type, shape, dataStart + range.get(0), bytes);
    }

    private long bytes(String name, StoredType type, List<Long> shape) {
        try {
            long elements = 1;
            for (long size : shape) {
                elements = Math.multiplyExact(elements, size);
            }
            long bits = Math.multiplyExact(elements, type.bits());
            if (bits % Byte.SIZE != 0) {
                throw problem(name, "has shape " + shape + ", which does not fill whole bytes with " + type);
            }
            return bits / Byte.SIZE;
        } catch (ArithmeticException e) {
            throw problem(name, "has the absurd shape " + shape);
        }
    }

    private void requireNoGaps(List<StoredTensor> tensors) {
        List<StoredTensor> inOrder = new ArrayList<>(tensors);
        inOrder.sort(Comparator.comparingLong(StoredTensor::offset).thenComparingLong(StoredTensor::bytes));
        long end = dataStart;
        for (StoredTensor tensor : inOrder) {
            if (tensor.offset() != end) {
                throw problem(
                        tensor.name(),
                        "begins at byte " + tensor.offset() + " where " + end
                                + " is due: tensors overlap or leave a hole");
            }
            end += tensor.bytes();
        }
        if (end != dataStart + dataBytes) {
            throw new CheckpointException(
                    file,
                    "the tensors end at byte " + end + ", the file at byte " + (dataStart + dataBytes)
                            + "; it is damaged; download it again");
        }
    }

    private CheckpointException problem(String tensor, String problem) {
        return new CheckpointException(
                file, "tensor '" + tensor + "' " + problem + "; the file is damaged; download it again");
    }
}
