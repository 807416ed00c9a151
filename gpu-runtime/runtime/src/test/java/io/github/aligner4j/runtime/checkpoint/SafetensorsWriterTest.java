// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SafetensorsWriterTest {

    private static final float[] FIRST = {1, -2.5f, 3e-8f, Float.MAX_VALUE, 0, -0f};

    @TempDir
    private Path folder;

    @Test
    void what_is_written_is_read_again() throws IOException {
        Map<String, StoredTensor> tensors = write(StoredType.F32);

        assertThat(floats(tensors, "first")).isEqualTo(FIRST);
        assertThat(floats(tensors, "second")).containsExactly(7);
        assertThat(tensors.get("first")).extracting(StoredTensor::shape).isEqualTo(List.of(2L, 3L));
        assertThat(Objects.requireNonNull(tensors.get("first")).offset() % 8).isZero();
    }

    @Test
    void bfloat16_is_the_nearest_ties_to_even() throws IOException {
        assertThat(floats(write(StoredType.BF16), "first"))
                .containsExactly(1, -2.5f, 3.0035153e-8f, Float.POSITIVE_INFINITY, 0, -0f);
        assertThat(HalfFloats.toBfloat16(Float.intBitsToFloat(0x3F808000))).isEqualTo((short) 0x3F80);
        assertThat(HalfFloats.toBfloat16(Float.intBitsToFloat(0x3F818000))).isEqualTo((short) 0x3F82);
        assertThat(HalfFloats.fromBfloat16(HalfFloats.toBfloat16(Float.intBitsToFloat(0x7F800001))))
                .isNaN();
    }

    @Test
    void float16_is_read_with_its_small_and_odd_values() {
        assertThat(HalfFloats.fromFloat16((short) 0x3C00)).isEqualTo(1);
        assertThat(HalfFloats.fromFloat16((short) 0xC500)).isEqualTo(-5);
        assertThat(HalfFloats.fromFloat16((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(HalfFloats.fromFloat16((short) 0x7BFF)).isEqualTo(65504);
        assertThat(HalfFloats.fromFloat16((short) 0xFC00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfFloats.fromFloat16((short) 0x7E00)).isNaN();
    }

    @Test
    void float16_is_the_nearest_ties_to_even() throws IOException {
        assertThat(floats(write(StoredType.F16), "first"))
                .containsExactly(1, -2.5f, 0x1p-24f, Float.POSITIVE_INFINITY, 0, -0f);
        assertThat(HalfFloats.toFloat16(1 + 0x1p-11f)).isEqualTo((short) 0x3C00);
        assertThat(HalfFloats.toFloat16(1 + 0x3p-11f)).isEqualTo((short) 0x3C02);
        assertThat(HalfFloats.toFloat16(0x1.FFEp-15f + 0x1p-25f)).isEqualTo((short) 0x0400);
        assertThat(HalfFloats.toFloat16(65519)).isEqualTo((short) 0x7BFF);
        assertThat(HalfFloats.toFloat16(65520)).isEqualTo((short) 0x7C00);
    }

    @Test
    void every_float16_is_written_as_it_was_read() {
        for (int bits = Short.MIN_VALUE; bits <= Short.MAX_VALUE; bits++) {
            float value = HalfFloats.fromFloat16((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfFloats.toFloat16(value)).isEqualTo((short) bits);
            }
        }
        assertThat(HalfFloats.fromFloat16(HalfFloats.toFloat16(Float.NaN))).isNaN();
    }

    @Test
    void types_that_cannot_be_run_are_not_written() {
        assertThatThrownBy(() -> new TensorInfo("first", StoredType.I8, List.of(2L)))
                .hasMessage("tensor 'first' has dtype I8; only F32, F16 and BF16 can be written");
    }

    @Test
    void a_file_that_is_there_is_replaced() throws IOException {
        Path file = folder.resolve("F32.safetensors");
        Files.write(file, new byte[10_000]);

        assertThat(floats(write(StoredType.F32), "second")).containsExactly(7);
    }

    @Test
    void a_tensor_of_another_shape_is_refused() {
        assertThatThrownBy(
                        () -> SafetensorsWriter.write(folder.resolve("x"), tensors(StoredType.F32), i -> new float[2]))
                .hasMessage("tensor 'first' has 2 elements, but its shape is [2, 3]");
    }

    private Map<String, StoredTensor> write(StoredType type) throws IOException {
        Path file = folder.resolve(type + ".safetensors");
        SafetensorsWriter.write(file, tensors(type), i -> i == 0 ? FIRST : new float[] {7});
        return SafetensorsFile.read(file);
    }

    private static List<TensorInfo> tensors(StoredType type) {
        return List.of(new TensorInfo("first", type, List.of(2L, 3L)), new TensorInfo("second", type, List.of(1L)));
    }

    private static float[] floats(Map<String, StoredTensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name)).floats();
    }
}
