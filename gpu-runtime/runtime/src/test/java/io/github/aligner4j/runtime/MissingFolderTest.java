// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A folder that isn't there is told as such, rather than as one without some file. */
class MissingFolderTest {

    @TempDir
    Path parent;

    @Test
    void a_checkpoint_that_is_not_there_says_so_rather_than_that_its_template_is_unknown() {
        Path absent = parent.resolve("absent");

        assertThatThrownBy(() -> CheckpointAligner.open(ModelSource.folder(absent)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(absent + ": there is no such folder; give the folder that holds config.json");
    }

    @Test
    void an_adapter_that_is_not_there_says_so_before_anything_is_loaded() {
        Path absent = parent.resolve("absent");

        assertThatThrownBy(() -> CheckpointAligner.builder(ModelSource.embedded())
                        .adapter("kind", ModelSource.folder(absent))
                        .open())
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(
                        absent + ": there is no such folder; give the folder that holds adapter_config");
    }
}
