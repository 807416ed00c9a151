package io.github.aligner4j.runtime.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes small safetensors files: vectors in float32. */
final class SafetensorsWriter {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /**
     * Writes vectors by name, in order, over a file that may be there.
     *
     * @throws UncheckedIOException if that fails
     */
    static void write(Path file, SortedMap<String, float[]> vectors) {
        byte[] header = header(vectors);
        int data = vectors.values().stream()
                .mapToInt(vector -> vector.length * Float.BYTES)
                .sum();
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        for (float[] vector : vectors.values()) {
            for (float element : vector) {
                bytes.putFloat(element);
            }
        }
        try {
            Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be written: " + e.getMessage(), e);
        }
    }

    private static byte[] header(SortedMap<String, float[]> vectors) {
        ObjectNode json = JSON.createObjectNode();
        json.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (Map.Entry<String, float[]> each : vectors.entrySet()) {
            int length = each.getValue().length;
            ObjectNode tensor = json.putObject(each.getKey()).put("dtype", StoredType.F32.name());
            tensor.putArray("shape").add(length);
            tensor.putArray("data_offsets").add(offset).add(offset + (long) length * Float.BYTES);
            offset += (long) length * Float.BYTES;
        }
        String text = json.toString();
        int padding = Math.floorMod(-text.length(), ALIGNMENT);
        return (text + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
    }
}
