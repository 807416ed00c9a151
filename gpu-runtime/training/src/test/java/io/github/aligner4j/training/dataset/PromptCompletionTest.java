// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PromptCompletionTest {

    @TempDir
    private Path folder;

    @Test
    void prompts_and_completions_are_read_exactly() throws IOException {
        RowFile<PromptCompletion> read = RowFile.read(file("""
                {"prompt": " Where?\\n", "completion": " There. "}
                {"prompt": "Where?", "completion": ""}
                {"prompt": "Where?"}
                {"prompt": [{"role": "user", "content": "Where?"}], "completion": []}
                {"prompt": 1, "completion": "x"}
                nonsense
                """), PromptCompletion::parse);

        assertThat(read.rows()).containsExactly(new PromptCompletion(" Where?\n", " There. "));
        assertThat(read.bad())
                .containsExactly(
                        new BadRow(2, "'completion' is empty"),
                        new BadRow(
                                3, "'completion' is missing; a row needs prompt and completion, as the first one has"),
                        new BadRow(
                                4,
                                "'prompt' is a list of messages, but texts are needed: export with --style standard, or"
                                        + " write the messages as the model's chat template does"),
                        new BadRow(
                                5, "'prompt' is not a string; a row needs prompt and completion, as the first one has"),
                        new BadRow(6, "the line is not one JSON object: it is broken at column 1"));
    }

    @Test
    void the_first_row_tells_what_a_file_holds() throws IOException {
        assertThat(PromptCompletion.isFormatOf(file("[{\"prompt\": 1, \"completion\": []}]")))
                .isTrue();
        assertThat(PromptCompletion.isFormatOf(file("nonsense\n{\"prompt\": \"\", \"completion\": \"\"}\n")))
                .isTrue();
        assertThat(PromptCompletion.isFormatOf(
                        file("{\"question\": \"\"}\n{\"prompt\": \"\", \"completion\": \"\"}\n")))
                .isFalse();
        assertThat(PromptCompletion.isFormatOf(file(""))).isFalse();
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("rows"), content);
    }
}
