// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SafetensorsFileTest {

    @TempDir
    private Path folder;

    @Test
    void tensors_are_found_by_name() throws IOException {
        Path file = write("""
                {"__metadata__": {"format": "pt"},
                 "b": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
                 "a": {"dtype": "BF16", "shape": [], "data_offsets": [24, 26]}}""", 26);
        long start = Files.size(file) - 26;
        assertThat(SafetensorsFile.read(file).get("a"))
                .isEqualTo(new StoredTensor("a", file, StoredType.BF16, List.of(), start + 24, 2));
        assertThat(SafetensorsFile.read(file).get("b"))
                .isEqualTo(new StoredTensor("b", file, StoredType.F32, List.of(2L, 3L), start, 24));
    }

    @Test
    void a_file_without_tensors_is_a_safetensors_file() throws IOException {
        assertThat(SafetensorsFile.read(write("{}", 0))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[0, 20] | F32  | [2, 3] | has 20 bytes, but F32 of shape [2, 3] takes 24",
                "[0, 48] | F32  | [2, 3] | which lie not within the 24 bytes of data",
                "[8, 4]  | F32  | [2, 3] | which lie not within the 24 bytes of data",
                "[0]     | F32  | [2, 3] | which lie not within the 24 bytes of data",
                "[-1, 4] | F32  | [2, 3] | 'a.data_offsets' must be a list of whole numbers of at least 0",
                "[0, 24] | F32  | [-2, -3] | 'a.shape' must be a list of whole numbers of at least 0",
                "[0, 24] | F32  | [4294967296, 4294967296] | has the absurd shape",
                "[0, 24] | F32  | 6      | 'a.shape' must be a list; it is 6",
                "[0, 24] | Q4_0 | [2, 3] | has the unknown dtype 'Q4_0'",
                "[0, 24] | F4   | [49]   | does not fill whole bytes",
                "[4, 24] | F32  | [5]    | tensors overlap or leave a hole",
                "[0, 20] | F32  | [5]    | the tensors end at byte"
            })
    void a_tensor_that_does_not_fit_is_refused(String range, String type, String shape, String problem)
            throws IOException {
        Path file = write(
                "{\"a\": {\"dtype\": \"" + type + "\", \"shape\": " + shape + ", \"data_offsets\": " + range + "}}",
                24);
        assertThatThrownBy(() -> SafetensorsFile.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(problem);
    }

    @Test
    void overlapping_tensors_are_refused() throws IOException {
        Path file = write("""
                {"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]},
                 "b": {"dtype": "F32", "shape": [4], "data_offsets": [8, 24]}}""", 24);
        assertThatThrownBy(() -> SafetensorsFile.read(file)).hasMessageContaining("tensor 'b' begins at byte");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"a\": 1}", "{} x", "{\"a\": {}}", "null", ""})
    void a_header_that_is_no_object_of_tensors_is_refused(String header) throws IOException {
        Path file = write(header, 0);
        assertThatThrownBy(() -> SafetensorsFile.read(file)).isInstanceOf(CheckpointException.class);
    }

    @Test
    void a_name_given_twice_is_refused() throws IOException {
        String tensor = "\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16]}";
        Path file = write("{" + tensor + ", " + tensor + "}", 16);
        assertThatThrownBy(() -> SafetensorsFile.read(file)).hasMessageContaining("Duplicate");
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 100_000_001, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void a_header_longer_than_the_file_is_refused(long length) throws IOException {
        Path file = folder.resolve("model.safetensors");
        Files.write(file, bytes(length, "{}"));
        assertThatThrownBy(() -> SafetensorsFile.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(Long.toUnsignedString(length))
                .hasMessageContaining("at most 2");
    }

    @Test
    void a_file_without_room_for_a_header_is_refused() throws IOException {
        Path file = Files.write(folder.resolve("model.safetensors"), new byte[7]);
        assertThatThrownBy(() -> SafetensorsFile.read(file)).hasMessageContaining("this one has 7 bytes");
    }

    private Path write(String header, int dataBytes) throws IOException {
        Path file = folder.resolve("model.safetensors");
        byte[] front = bytes(header.getBytes(StandardCharsets.UTF_8).length, header);
        return Files.write(
                file, ByteBuffer.allocate(front.length + dataBytes).put(front).array());
    }

    private static byte[] bytes(long length, String header) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(json)
                .array();
    }
}
