// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A GGUF file, read after its specification and without the code that writes it.
 *
 * @param metadata values by key: texts, numbers, truth values and lists of them
 * @param tensors tensors by name
 */
record GgufFile(Map<String, Object> metadata, Map<String, Tensor> tensors) {

    /**
     * A tensor.
     *
     * @param sizes sizes of its dimensions, the fastest first
     * @param type number of its type
     * @param elements its elements, null unless they are float32
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Tensor(List<Long> sizes, int type, float[] elements) {}

    static GgufFile read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            byte[] magic = new byte[4];
            bytes.get(magic);
            assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("GGUF");
            assertThat(bytes.getInt()).as("version").isEqualTo(3);
            long tensors = bytes.getLong();
            long keys = bytes.getLong();
            Map<String, Object> metadata = new LinkedHashMap<>();
            for (long i = 0; i < keys; i++) {
                metadata.put(text(bytes), value(bytes, bytes.getInt()));
            }
            return new GgufFile(metadata, tensors(bytes, tensors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Tensor tensor(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    Object value(String key) {
        return Objects.requireNonNull(metadata.get(key), key);
    }

    List<?> list(String key) {
        return (List<?>) value(key);
    }

    float[] elements(String tensor) {
        return Objects.requireNonNull(tensors.get(tensor), tensor).elements();
    }

    private static Map<String, Tensor> tensors(ByteBuffer bytes, long count) {
        Map<String, Tensor> described = new LinkedHashMap<>();
        List<Long> offsets = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            String name = text(bytes);
            List<Long> sizes = new ArrayList<>();
            for (int dimensions = bytes.getInt(); dimensions > 0; dimensions--) {
                sizes.add(bytes.getLong());
            }
            described.put(name, new Tensor(sizes, bytes.getInt(), new float[0]));
            offsets.add(bytes.getLong());
        }
        int start = (bytes.position() + 31) / 32 * 32;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        described.forEach((name, tensor) -> {
            long offset = offsets.get(tensors.size());
            assertThat(offset % 32).as("offset of %s", name).isZero();
            tensors.put(name, loaded(tensor, bytes, Math.toIntExact(start + offset)));
        });
        return tensors;
    }

    private static Tensor loaded(Tensor tensor, ByteBuffer bytes, int position) {
        int count = Math.toIntExact(tensor.sizes().stream().reduce(1L, (a, b) -> a * b));
        assertThat(position + (long) count * (tensor.type() == 0 ? 4 : 2)).isLessThanOrEqualTo(bytes.limit());
        float[] elements = new float[tensor.type() == 0 ? count : 0];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = bytes.getFloat(position + i * Float.BYTES);
        }
        return new Tensor(tensor.sizes(), tensor.type(), elements);
    }

    private static Object value(ByteBuffer bytes, int type) {
        return switch (type) {
            case 4 -> Integer.toUnsignedLong(bytes.getInt());
            case 5 -> bytes.getInt();
            case 6 -> bytes.getFloat();
            case 7 -> bytes.get() == 1;
            case 8 -> text(bytes);
            case 9 -> list(bytes);
            default -> throw new IllegalStateException("type " + type);
        };
    }

    private static List<Object> list(ByteBuffer bytes) {
        int type = bytes.getInt();
        List<Object> list = new ArrayList<>();
        for (long count = bytes.getLong(); count > 0; count--) {
            list.add(value(bytes, type));
        }
        return list;
    }

    private static String text(ByteBuffer bytes) {
        byte[] utf8 = new byte[Math.toIntExact(bytes.getLong())];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
