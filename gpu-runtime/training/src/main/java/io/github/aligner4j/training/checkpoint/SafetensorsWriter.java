package io.github.aligner4j.training.checkpoint;

import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.network.Parameter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.IntFunction;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a safetensors file: eight bytes of length (little endian), a JSON header of that length, padded so that tensors are
 * aligned, then the tensors without gaps. Format: the README of the safetensors project.
 */
final class SafetensorsWriter {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int ALIGNMENT = 8;
    private static final int CHUNK = 1 << 20;

    private SafetensorsWriter() {}

    /**
     * Writes {@code tensors} and waits until they are on the disk.
     *
     * @param type {@link StoredType#F32} or {@link StoredType#BF16}
     * @param values elements of the i-th tensor; asked for one after the other
     */
    static void write(Path file, List<Parameter> tensors, StoredType type, IntFunction<float[]> values)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeAll(channel, header(tensors, type));
            for (int i = 0; i < tensors.size(); i++) {
                float[] elements = values.apply(i);
                if (elements.length != tensors.get(i).elements()) {
                    throw new IllegalArgumentException("tensor '"
                            + tensors.get(i).name() + "' has " + elements.length + " elements, but its shape is "
                            + tensors.get(i).shape());
                }
                write(channel, elements, type);
            }
            channel.force(true);
        }
    }

    private static ByteBuffer header(List<Parameter> tensors, StoredType type) {
        ObjectNode json = JSON.createObjectNode();
        // transformers refuses files that don't say so.
        json.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (Parameter tensor : tensors) {
            long end = offset + tensor.elements() * (type.bits() / Byte.SIZE);
            ObjectNode entry = json.putObject(tensor.name()).put("dtype", type.name());
            tensor.shape().forEach(entry.withArray("shape")::add);
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] text = JSON.writeValueAsBytes(json);
        int padded = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(text);
        header.put(" ".repeat(padded - text.length).getBytes(StandardCharsets.US_ASCII));
        return header.flip();
    }

    private static void write(FileChannel channel, float[] elements, StoredType type) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (float element : elements) {
            if (type == StoredType.BF16) {
                chunk.putShort(HalfFloats.toBfloat16(element));
            } else {
                chunk.putFloat(element);
            }
            if (!chunk.hasRemaining()) {
                writeAll(channel, chunk.flip());
                chunk.clear();
            }
        }
        writeAll(channel, chunk.flip());
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
