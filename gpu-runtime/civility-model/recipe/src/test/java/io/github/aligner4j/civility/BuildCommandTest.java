// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility;

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

class BuildCommandTest {

    /** A question of the dev set, by its hash. */
    private static final String HELD_OUT = "question 43";

    private static final String ALL =
            "--rows rows.jsonl --pairs pairs.tsv --answers answers.jsonl --good good.jsonl --prose prose.txt";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeFiles() throws IOException {
        write("rows.jsonl", """
                {"question": "Why?", "answer": "You fool. It rains.", "correction": "It rains.", "kind": "insult"}
                {"question": "When?", "answer": "At noon.", "correction": "At noon.", "kind": "clean", "topic": "time"}
                """);
        write("pairs.tsv", "bad\tgood\nyou 're a fool !\tyou 're a friend !\twhat a day\nso what ?\tSo what ?\n");
        write("answers.jsonl", """
                {"question": "question 1", "answer": "The first line.\\nThe second line."}
                {"question": "%s", "answer": "Held out."}
                """.formatted(HELD_OUT));
        write("good.jsonl", "{\"question\": \"\", \"answer\": \"The killer whale sings.\"}\n");
        write("prose.txt", "It was a dark night. The wind blew from the west.\n");
    }

    @Test
    void hand_written_rows_are_repeated_by_whether_they_change_something() throws IOException {
        List<CorrectionRow> rows = build("--rows rows.jsonl --changed-copies 3 --clean-copies 2 --carried-rows 0");

        assertThat(rows)
                .containsExactly(
                        row("You fool. It rains.", "It rains."),
                        row("You fool. It rains.", "It rains."),
                        row("You fool. It rains.", "It rains."),
                        row("At noon.", "At noon."),
                        row("At noon.", "At noon."));
        assertThat(err.toString())
                .contains("add the hand-written windows to correct 3 times: 0 -> 3 rows")
                .contains("wrote 5 rows, 2 of them identity rows");
    }

    @Test
    void corrections_of_hand_written_rows_are_clean_rows() throws IOException {
        assertThat(
                        build(
                                "--rows rows.jsonl --corrections rows.jsonl --changed-copies 1 --clean-copies 1 --carried-rows 0"))
                .containsExactly(
                        row("You fool. It rains.", "It rains."),
                        row("At noon.", "At noon."),
                        row("It rains.", "It rains."));
    }

    @Test
    void rows_are_cut_into_windows() throws IOException {
        assertThat(build("--rows rows.jsonl --changed-copies 1 --clean-copies 0 --carried-rows 0 --window 12"))
                .containsExactly(row("You fool.", ""));
        assertThat(build("--answers answers.jsonl --carried-rows 0 --window 16"))
                .containsExactlyInAnyOrder(
                        row("The first line.", "The first line."), row("The second line.", "The second line."));
    }

    @Test
    void answers_to_questions_of_the_dev_set_are_left_out() throws IOException {
        assertThat(build("--answers answers.jsonl --carried-rows 0"))
                .extracting(CorrectionRow::answer)
                .doesNotContain("Held out.");
        assertThat(err.toString()).contains("1 answers of the dev set left out");
    }

    @Test
    void pairs_have_their_closest_correction_as_they_are_and_in_natural_writing() throws IOException {
        assertThat(build("--pairs pairs.tsv --neutral-rows 0 --carried-rows 0"))
                .containsExactlyInAnyOrder(
                        row("you 're a fool !", "you 're a friend !"), row("You're a fool!", "You're a friend!"));
        assertThat(build("--pairs pairs.tsv --pair-rows 0 --carried-rows 0"))
                .containsExactlyInAnyOrder(
                        row("you 're a friend !", "you 're a friend !"),
                        row("what a day", "what a day"),
                        row("So what ?", "So what ?"));
        assertThat(err.toString()).contains("2 pairs, 1 answers without a correction");
    }

    @Test
    void other_numbers_of_rows_are_drawn() throws IOException {
        List<CorrectionRow> rows = build(ALL + " --pair-rows 1 --neutral-rows 2 --answer-rows 1 --prose-rows 1"
                + " --changed-copies 0 --clean-copies 0 --carried-rows 4");

        assertThat(rows)
                .hasSize(1 + 2 + 1 + 1 + 1 + 4)
                .contains(row("The killer whale sings.", "The killer whale sings."));
        assertThat(rows.subList(rows.size() - 4, rows.size()))
                .allMatch(row -> !row.identity() && row.answer().matches("(?i).*fool.*"));
    }

    @Test
    void the_same_seed_gives_the_same_rows() throws IOException {
        assertThat(build(ALL + " --seed 7")).isEqualTo(build(ALL + " --seed 7")).isNotEqualTo(build(ALL + " --seed 8"));
    }

    @Test
    void a_dry_run_prints_the_steps_only() {
        assertThat(run("build --dry-run --rows rows.jsonl --output rows-out.jsonl"))
                .isZero();
        assertThat(out.toString()).contains("1. read the rows of ").contains("carry 5400 rows inside clean passages");
        assertThat(folder.resolve("rows-out.jsonl")).doesNotExist();
    }

    @Test
    void wrong_options_are_refused_with_what_to_do() {
        assertThat(run("build --output out.jsonl")).isEqualTo(2);
        assertThat(err.toString())
                .contains("at least one of --rows, --pairs, --answers, --good and --prose must be given");

        assertThat(run("build --rows rows.jsonl --prose-rows -1 --output out.jsonl"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--prose-rows must be at least 0, but was -1");

        assertThat(run("build --rows rows.jsonl --window 1 --output out.jsonl")).isEqualTo(2);
        assertThat(err.toString()).contains("a window must have at least 2 characters");
    }

    @Test
    void bad_rows_are_refused_with_their_line() throws IOException {
        write("bad.jsonl", "{\"question\": \"q\", \"answer\": \"a\"}\n");
        assertThat(run("build --rows bad.jsonl --output out.jsonl")).isEqualTo(2);
        assertThat(err.toString()).contains("bad.jsonl:1: ").contains("'correction'");

        write("bad.tsv", "bad\tgood\nalone\n");
        assertThat(run("build --pairs bad.tsv --output out.jsonl")).isEqualTo(2);
        assertThat(err.toString()).contains("bad.tsv:2: a line needs an answer and a correction, each in a cell");
    }

    private List<CorrectionRow> build(String options) throws IOException {
        assertThat(run("build " + options + " --output out.jsonl"))
                .as(err.toString())
                .isZero();
        return RowFile.readAll(folder.resolve("out.jsonl"), CorrectionRow::parse);
    }

    private int run(String line) {
        String[] args = line.split(" ");
        for (int i = 0; i < args.length; i++) {
            args[i] = args[i].matches(".*\\.(jsonl|tsv|txt)")
                    ? folder.resolve(args[i]).toString()
                    : args[i];
        }
        return RecipeCommand.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private static CorrectionRow row(String answer, String correction) {
        return new CorrectionRow("", answer, correction);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
