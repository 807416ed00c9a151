// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DatasetBuildCommandTest {

    private static final String ANSWERS = """
            {"question": "q", "answer": "Sure! here it is.\\n\\n1. First thing.\\n2. Second thing."}
            {"question": "q", "answer": "Nothing. Nothing else at all."}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeFiles() throws IOException {
        write("answers.jsonl", ANSWERS);
        write("pairs.tsv", "bad\tgood\nyou 're a fool !\tyou 're a friend !\nso what ?\tSo what\n");
    }

    @Test
    void one_file_has_windows_of_pairs_and_of_good_answers() throws IOException {
        List<CorrectionRow> rows = build(
                "--pairs pairs.tsv --good-answers answers.jsonl --identity-rows 3 --window 24 --question-characters 0");

        assertThat(rows)
                .contains(row("you 're a fool !", "you 're a friend !"))
                .allMatch(row -> row.answer().length() <= 24 && row.question().isEmpty())
                .doesNotHaveDuplicates();
        assertThat(rows.stream().filter(CorrectionRow::identity)).hasSize(3);
        assertThat(err.toString().lines())
                .containsExactly(
                        "         2 rows         +2  read the pairs of " + folder.resolve("pairs.tsv"),
                        "         2 rows         +0  drop duplicates, ignoring case and white space",
                        "         4 rows         +2  add the good answers of " + folder.resolve("answers.jsonl"),
                        "         7 rows         +3  cut windows of at most 24 characters (0 left out, with a boundary inside"
                                + " an edit)",
                        "         7 rows         +0  drop exact repetitions",
                        "         5 rows         -2  keep at most 3 identity rows",
                        folder.resolve("built") + ": 5 rows, of which 3 change nothing");
    }

    @Test
    void a_dry_run_prints_the_steps_and_reads_and_writes_nothing() {
        assertThat(run("--dry-run --input gone.jsonl --first-corrections --identity-share 0.5"))
                .isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "1. read " + folder.resolve("gone.jsonl"),
                        "2. drop duplicates, ignoring case and white space",
                        "3. keep the first correction of each answer",
                        "4. drop exact repetitions",
                        "5. add corrections as identity rows, up to a share of 0.5");
        assertThat(err.toString()).isEmpty();
        assertThat(folder.resolve("built")).doesNotExist();
    }

    @Test
    void what_can_not_be_used_is_named() {
        assertThat(run("--pairs pairs.tsv --carriers answers.jsonl")).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown options: '--carriers', ");
        assertThat(run("--good-answers answers.jsonl")).isEqualTo(2);
        assertThat(err.toString()).contains("at least one of --input and --pairs must be given");
        assertThat(run("--pairs pairs.tsv --window 1")).isEqualTo(2);
        assertThat(err.toString()).contains("a window must have at least 2 characters of the answer");
    }

    private List<CorrectionRow> build(String options) throws IOException {
        assertThat(run(options)).as(err.toString()).isZero();
        return RowFile.read(folder.resolve("built"), CorrectionRow::parse).rows();
    }

    private int run(String options) {
        String line = "dataset build --output " + folder.resolve("built") + " "
                + options.replaceAll("(\\w+[.](tsv|jsonl))", folder + "/$1");
        return AlignerCommand.run(new PrintWriter(out), new PrintWriter(err), line.split(" +", -1));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private static CorrectionRow row(String answer, String correction) {
        return new CorrectionRow("", answer, correction);
    }
}
