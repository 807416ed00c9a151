// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.checkpoint;

import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResumableCheckpointTest {

    @TempDir
    private Path folder;

    @Test
    void the_state_of_another_version_is_refused_with_what_to_do() throws IOException {
        Files.writeString(folder.resolve("trainer.json"), "{\"step\": 1, \"evaluationsWithoutImprovement\": 0}");

        assertThatThrownBy(() -> ResumableCheckpoint.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("trainer.json")
                .hasMessageContaining("resume with the version that started the training, or start again")
                .hasMessageNotContaining("DeserializationFeature");
    }
}
