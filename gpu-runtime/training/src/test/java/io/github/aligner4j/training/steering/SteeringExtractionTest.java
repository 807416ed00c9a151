// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.steering;

import io.github.aligner4j.runtime.EmbeddedCheckpoint;
import io.github.aligner4j.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SteeringExtractionTest {

    @TempDir
    private static Path checkpoint;

    @TempDir
    private Path folder;

    @BeforeAll
    static void unpack() throws IOException {
        EmbeddedCheckpoint.copyTo(checkpoint);
    }

    @Test
    void one_prompt_to_copy_and_to_correct_shows_no_direction_before_the_first_word() throws IOException {
        assertThat(length(1)).isZero();
        assertThat(length(3)).isPositive();
    }

    /** Returns the length of the vector between two ways to go on from one prompt. */
    private double length(int positions) throws IOException {
        Path file = folder.resolve("s.safetensors");
        try (SteeringExtraction extraction = open(positions)) {
            extraction.add("", "a fool.", "a fool.");
            extraction.add("", "a fool.", "be kind.");
            assertThat(extraction.copies()).isEqualTo(1);
            assertThat(extraction.corrections()).isEqualTo(1);
            extraction.write(file, new TreeSet<>(List.of(1)));
        }
        FloatBuffer values = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .position((int) Files.size(file) - 256 * Float.BYTES)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        double squares = 0;
        while (values.hasRemaining()) {
            squares += Math.pow(values.get(), 2);
        }
        return Math.sqrt(squares);
    }

    @Test
    void several_positions_are_read_as_far_as_the_correction_goes() {
        try (SteeringExtraction extraction = open(4)) {
            extraction.add("", "a fool.", "no.");
            extraction.add("", "a cat.", "a cat.");
            Path file = folder.resolve("s.safetensors");
            extraction.write(file, new TreeSet<>(List.of(0, 2)));
            assertThat(file).exists();
        }
    }

    @Test
    void what_can_not_be_read_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> open(0)).withMessageContaining("positions");
        try (SteeringExtraction extraction = open(1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> extraction.add("", "a".repeat(201), "b"))
                    .withMessage("the answer has 201 characters, but this checkpoint reads 200 at a time; give single"
                            + " sentences");
            extraction.add("", "a fool.", "no.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> extraction.write(folder.resolve("s"), new TreeSet<>(List.of(0))))
                    .withMessageContaining("there were 0 and 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> extraction.requireLayers(new TreeSet<>(List.of(0, 6))))
                    .withMessageContaining("layers 0 to 5")
                    .withMessageContaining("[0, 6]");
        }
    }

    private static SteeringExtraction open(int positions) {
        return SteeringExtraction.open(checkpoint, null, RuntimeOptions.DEFAULT, positions);
    }
}
