// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedCheckpointTest {

    @TempDir
    private Path folder;

    @Test
    void a_copy_carries_the_attributions_of_the_base() throws IOException {
        EmbeddedCheckpoint.copyTo(folder);

        assertThat(Files.readString(folder.resolve("NOTICE")))
                .contains("Apache License, Version 2.0")
                .contains("CC BY 4.0");
    }
}
