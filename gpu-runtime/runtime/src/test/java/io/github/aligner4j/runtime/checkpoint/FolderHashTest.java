// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderHashTest {

    private static final int LARGE = 3 << 20;

    @TempDir
    private Path folder;

    private final byte[] weights = new byte[LARGE];

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        Files.write(folder.resolve("model.safetensors"), weights);
    }

    @Test
    void a_digest_depends_on_every_byte_of_a_folder_and_on_nothing_else() throws IOException {
        String before = FolderHash.of(folder);
        assertThat(before).matches("sha256:[0-9a-f]{64}");

        Files.writeString(folder.resolve("README.md"), "text");
        assertThat(FolderHash.of(folder)).isEqualTo(before);
        weights[LARGE - 1] = 1;
        Files.write(folder.resolve("model.safetensors"), weights);
        assertThat(FolderHash.of(folder)).isNotEqualTo(before);
    }

    @Test
    void a_file_under_another_name_is_another_checkpoint() throws IOException {
        String before = FolderHash.of(folder);
        Files.move(folder.resolve("model.safetensors"), folder.resolve("other.safetensors"));

        assertThat(FolderHash.of(folder)).isNotEqualTo(before);
    }

    @Test
    void a_sampled_digest_says_so_and_tells_trained_weights_and_configurations_apart() throws IOException {
        String before = FolderHash.of(folder, LARGE);
        assertThat(before).startsWith("sampled-sha256:");

        Files.writeString(folder.resolve("config.json"), "{ }");
        String configured = FolderHash.of(folder, LARGE);
        Arrays.fill(weights, LARGE / 2, LARGE, (byte) 1);
        Files.write(folder.resolve("model.safetensors"), weights);

        assertThat(configured).isNotEqualTo(before);
        assertThat(FolderHash.of(folder, LARGE)).isNotEqualTo(configured).startsWith("sampled-sha256:");
    }

    @Test
    void a_folder_that_can_not_be_read_is_named() {
        assertThatThrownBy(() -> FolderHash.of(folder.resolve("missing")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("missing");
    }
}
