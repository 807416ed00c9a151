// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A safetensors file, put together tensor by tensor. */
public final class SafetensorsBytes {

    private final List<String> entries = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** Adds a float32 vector. */
    public SafetensorsBytes add(String name, float[] vector) {
        ByteBuffer values = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float each : vector) {
            values.putFloat(each);
        }
        return add(name, StoredType.F32, List.of((long) vector.length), values.array());
    }

    /** Adds a tensor of zeros. */
    public SafetensorsBytes add(String name, StoredType type, long... shape) {
        int size = type.bits() / Byte.SIZE;
        List<Long> sizes = new ArrayList<>();
        for (long each : shape) {
            sizes.add(each);
            size *= (int) each;
        }
        return add(name, type, sizes, new byte[size]);
    }

    private SafetensorsBytes add(String name, StoredType type, List<Long> shape, byte[] content) {
        entries.add("\"" + name + "\": {\"dtype\": \"" + type + "\", \"shape\": " + shape + ", \"data_offsets\": ["
                + data.size() + ", " + (data.size() + content.length) + "]}");
        data.writeBytes(content);
        return this;
    }

    public byte[] toArray() {
        String text = "{" + String.join(", ", entries) + "}";
        byte[] header = (text + " ".repeat(Math.floorMod(-text.length(), 8))).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + header.length + data.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data.toByteArray())
                .array();
    }
}
