// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.golden.GoldenCheckpoint;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class GoldenTokensTest {

    static List<String> names() {
        return GoldenCheckpoint.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void prompts_get_the_ids_of_transformers(String name, @TempDir Path folder) {
        GoldenCheckpoint checkpoint = GoldenCheckpoint.unpack(name, folder);
        try (DjlTokenizer tokenizer =
                DjlTokenizer.load(checkpoint.folder().resolve("tokenizer.json"), Integer.MAX_VALUE)) {
            checkpoint
                    .rows()
                    .forEach(row -> assertThat(tokenizer.encode(Prompt.of(row.prompt())))
                            .containsExactly(row.inputIds().toArray(Integer[]::new)));
        }
    }
}
