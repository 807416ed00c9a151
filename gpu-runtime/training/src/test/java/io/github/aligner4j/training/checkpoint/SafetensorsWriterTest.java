package io.github.aligner4j.training.checkpoint;

import io.github.aligner4j.runtime.checkpoint.SafetensorsFile;
import io.github.aligner4j.runtime.checkpoint.StoredTensor;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.network.Parameter;
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
    private static final List<Parameter> TENSORS = List.of(
            new Parameter("first", List.of(2L, 3L), true, true), new Parameter("second", List.of(1L), true, false));

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
    void a_tensor_of_another_shape_is_refused() {
        assertThatThrownBy(
                        () -> SafetensorsWriter.write(folder.resolve("x"), TENSORS, StoredType.F32, i -> new float[2]))
                .hasMessage("tensor 'first' has 2 elements, but its shape is [2, 3]");
    }

    @Test
    void a_folder_is_replaced_whole_or_stays_as_it_was() throws IOException {
        Path target = folder.resolve("target");
        FolderWriter.replace(target, part -> Files.writeString(part.resolve("a"), "1"));
        assertThatThrownBy(() -> FolderWriter.replace(target, part -> {
                    Files.writeString(part.resolve("b"), "2");
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(target.resolve("a")).hasContent("1");
        assertThat(target.resolve("b")).doesNotExist();

        FolderWriter.replace(target, part -> Files.writeString(part.resolve("c"), "3"));
        assertThat(target.resolve("a")).doesNotExist();
        assertThat(target.resolve("c")).hasContent("3");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }

    private Map<String, StoredTensor> write(StoredType type) throws IOException {
        Path file = folder.resolve(type + ".safetensors");
        SafetensorsWriter.write(file, TENSORS, type, i -> i == 0 ? FIRST : new float[] {7});
        return SafetensorsFile.read(file);
    }

    private static float[] floats(Map<String, StoredTensor> tensors, String name) {
        return TensorReader.floats(Objects.requireNonNull(tensors.get(name)));
    }
}
