// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Mines rows with the checkpoint that ships. */
class MineCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void clean_rows_that_the_detector_takes_for_rude_are_written_once() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.jsonl"), """
                {"question": "", "answer": "You are a damn fool.", "correction": "You are a damn fool."}
                {"question": "", "answer": "You are a damn fool.", "correction": "You are a damn fool."}
                {"question": "", "answer": "Water boils at 100 degrees.", "correction": "Water boils at 100 degrees."}
                {"question": "", "answer": "You fool. It rains.", "correction": "It rains."}
                """);
        Path output = folder.resolve("hard.jsonl");

        assertThat(run("--model ../checkpoint --rows " + rows + " --output " + output))
                .isZero();

        assertThat(RowFile.readAll(output, CorrectionRow::parse))
                .extracting(CorrectionRow::answer)
                .containsExactly("You are a damn fool.");
        assertThat(err.toString()).contains("wrote 1 of 2 clean rows with a score of at least 0.2");
    }

    private int run(String options) {
        return RecipeCommand.run(
                new PrintWriter(new StringWriter()), new PrintWriter(err), ("mine " + options).split(" ", -1));
    }
}
