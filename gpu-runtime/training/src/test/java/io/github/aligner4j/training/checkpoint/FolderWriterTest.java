// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderWriterTest {

    @TempDir
    private Path folder;

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
}
