// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import io.github.aligner4j.documentation.Pages.CodeBlock;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** The JSON blocks of the pages: each is JSON, and descriptors of checkpoints are read as such. */
class JsonBlocksTest {

    private static final List<String> OF_DESCRIPTORS = List.of("template", "prompt");

    @TempDir
    private Path folder;

    @Test
    void descriptors_are_read() throws IOException {
        List<CodeBlock> descriptors = Pages.blocks("json")
                .filter(block -> OF_DESCRIPTORS.stream().anyMatch(parsed(block.code())::has))
                .toList();

        assertThat(descriptors).hasSizeGreaterThan(2);
        for (CodeBlock descriptor : descriptors) {
            Path file = Files.writeString(folder.resolve("aligner.json"), descriptor.code());
            assertThatCode(() -> CheckpointDescriptors.readFile(file))
                    .as(descriptor.place())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void each_line_of_rows_is_an_object() {
        assertThat(Pages.blocks("jsonl"))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(block.code().lines())
                        .as(block.place())
                        .allSatisfy(line -> assertThat(parsed(line).isObject()).isTrue()));
    }

    private static JsonNode parsed(String json) {
        return JsonMapper.shared().readTree(json);
    }
}
