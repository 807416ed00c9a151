// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The keys and values at the beginning of a GGUF file, in the order in which they are put. */
final class GgufMetadata {

    /** The types of values, under the numbers of the format. */
    private enum Type {
        UINT32(4),
        INT32(5),
        FLOAT32(6),
        BOOL(7),
        STRING(8),
        ARRAY(9);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Set<String> keys = new HashSet<>();

    int size() {
        return keys.size();
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    void putText(String key, String value) {
        begin(key, Type.STRING);
        writeText(value);
    }

    void putCount(String key, long value) {
        begin(key, Type.UINT32);
        writeInt(Math.toIntExact(value));
    }

    void putNumber(String key, double value) {
        begin(key, Type.FLOAT32);
        writeInt(Float.floatToIntBits((float) value));
    }

    void putFlag(String key, boolean value) {
        begin(key, Type.BOOL);
        bytes.write(value ? 1 : 0);
    }

    void putTexts(String key, List<String> values) {
        putArray(key, Type.STRING, values, this::writeText);
    }

    void putIntegers(String key, List<Integer> values) {
        putArray(key, Type.INT32, values, this::writeInt);
    }

    void putNumbers(String key, List<Float> values) {
        putArray(key, Type.FLOAT32, values, value -> writeInt(Float.floatToIntBits(value)));
    }

    private <T> void putArray(String key, Type type, List<T> values, Consumer<T> writer) {
        begin(key, Type.ARRAY);
        writeInt(type.number);
        writeLong(values.size());
        values.forEach(writer);
    }

    private void begin(String key, Type type) {
        if (!keys.add(key)) {
            throw new IllegalArgumentException("the key '" + key + "' is there already");
        }
        writeText(key);
        writeInt(type.number);
    }

    private void writeText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        writeLong(utf8.length);
        bytes.writeBytes(utf8);
    }

    private void writeInt(int value) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private void writeLong(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }
}
