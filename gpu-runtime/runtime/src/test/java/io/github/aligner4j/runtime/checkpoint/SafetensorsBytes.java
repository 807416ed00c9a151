package io.github.aligner4j.runtime.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A safetensors file of zeros, put together tensor by tensor. */
public final class SafetensorsBytes {

    private final List<String> entries = new ArrayList<>();
    private int bytes;

    public SafetensorsBytes add(String name, StoredType type, long... shape) {
        int size = type.bits() / Byte.SIZE;
        List<Long> sizes = new ArrayList<>();
        for (long each : shape) {
            sizes.add(each);
            size *= (int) each;
        }
        entries.add("\"" + name + "\": {\"dtype\": \"" + type + "\", \"shape\": " + sizes + ", \"data_offsets\": ["
                + bytes + ", " + (bytes + size) + "]}");
        bytes += size;
        return this;
    }

    public byte[] toArray() {
        String text = "{" + String.join(", ", entries) + "}";
        byte[] header = (text + " ".repeat(Math.floorMod(-text.length(), 8))).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + header.length + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }
}
