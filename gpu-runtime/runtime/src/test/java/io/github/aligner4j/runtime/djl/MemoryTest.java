// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.golden.GoldenRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class MemoryTest {

    private static final Path MAPS = Path.of("/proc/self/maps");

    @TempDir
    private Path folder;

    @Test
    void a_file_stays_mapped_only_for_the_table_that_is_looked_up() throws IOException {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-gqa", folder);
        GoldenRow row = golden.rows().get(0);
        TorchCausalLanguageModel model = GoldenModels.load(golden.folder(), "int8");
        assertThat(GoldenModels.logits(model, GoldenModels.ids(row))).hasSize(model.vocabularySize());
        assertThat(maps()).isLessThanOrEqualTo(1);
        model.close();
        assertThat(maps()).isZero();
    }

    @Test
    void asking_for_unused_memory_never_fails() {
        assertThatCode(NativeHeap::trim).doesNotThrowAnyException();
    }

    /** Counts how often the checkpoint's file is mapped; nought where the system does not tell. */
    private long maps() throws IOException {
        if (!Files.exists(MAPS)) {
            return 0;
        }
        String file = folder.toRealPath().toString();
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.filter(line -> line.contains(file)).count();
        }
    }
}
