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

    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeFiles() throws IOException {
        write("answers.jsonl", ANSWERS);
        write("pairs.tsv", "bad\tgood\nyou 're a fool !\tyou 're a friend !\nso what ?\tSo what\n");
    }

    @Test
    void one_file_has_windows_of_pairs_and_of_good_answers() throws IOException {
        List<CorrectionRow> rows = build(
                "--pairs pairs.tsv --carriers answers.jsonl --identity-rows 3 --window 24 --question-characters 0");

        assertThat(rows)
                .contains(row("you 're a fool !", "you 're a friend !"))
                .allMatch(row -> row.answer().length() <= 24 && row.question().isEmpty())
                .doesNotHaveDuplicates();
        assertThat(rows.stream().filter(CorrectionRow::identity)).hasSize(3);
        assertThat(err.toString())
                .contains("read 2 rows, dropped 0 that say what others say, cut 4 rows into ")
                .contains(" windows, left out 0 windows with a border inside a change, dropped ")
                .contains(" rows to leave alone above --identity-rows, added 0 to leave alone; wrote " + rows.size()
                        + ", 3 of them to leave alone");
    }

    @Test
    void what_can_not_be_used_is_named() {
        assertThat(run("--carriers answers.jsonl")).isEqualTo(2);
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
        return AlignerCommand.run(new PrintWriter(new StringWriter()), new PrintWriter(err), line.split(" +", -1));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private static CorrectionRow row(String answer, String correction) {
        return new CorrectionRow("", answer, correction);
    }
}
