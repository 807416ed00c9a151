package io.github.aligner4j.civility;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class BuildCommandTest {

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
    void one_file_has_pairs_carried_windows_and_clean_ones() throws IOException {
        List<CorrectionRow> rows = build("--pairs pairs.tsv --natural 1 --carriers answers.jsonl --carried 4"
                + " --identity-rows 6 --window 24 --question-characters 0");

        assertThat(rows)
                .contains(row("you 're a fool !", "you 're a friend !"), row("You're a fool!", "You're a friend!"))
                .allMatch(row -> row.answer().length() <= 24 && row.question().isEmpty())
                .doesNotHaveDuplicates();
        assertThat(rows.stream().filter(CorrectionRow::identity)).hasSize(6);
        assertThat(err.toString())
                .contains("copy a share of 1.0 of the pairs in natural writing: 2 -> 4 rows"
                        + " (1 pairs of the same words become identity rows, 2 copies)")
                .contains("insert edits into 4 good answers: 4 -> 4 rows (4 answers)")
                .contains("add the answers with inserted edits: 4 -> 8 rows")
                .contains("wrote " + rows.size() + " rows, 6 of them identity rows");
    }

    @Test
    void corrections_are_trimmed_and_their_words_swapped_and_planted() throws IOException {
        StringBuilder pairs = new StringBuilder("bad\tgood\n");
        for (String name : List.of("ann", "tom", "sue")) {
            for (String word : List.of("damn", "bloody", "awful")) {
                pairs.append(
                        name + " saw the " + word + " cat .\t" + name.toUpperCase(Locale.ROOT) + " saw the cat!\n");
            }
        }
        write("many.tsv", pairs.toString());
        write("good.jsonl", "{\"question\": \"\", \"answer\": \"Mind the gap.\"}\n");

        List<CorrectionRow> rows =
                build("--pairs many.tsv --trimmed --swapped-rows 4 --planted 5 --carriers good.jsonl --carried 0");

        assertThat(rows).contains(row("ann saw the damn cat .", "ann saw the cat ."));
        assertThat(rows)
                .anyMatch(row -> row.answer().matches("Mind the (damn|bloody|awful) gap\\.")
                        && row.correction().equals("Mind the gap."));
        assertThat(err.toString())
                .contains("(9 corrections, 0 of them made of the usual edits; 0 answers have no rude word)")
                .contains("swap rude words in 4 more pairs: 0 -> 0 rows (4 pairs)")
                .contains("inject rude words into 5 good answers: ");
    }

    @Test
    void what_an_aligner_changed_of_good_answers_is_repeated() throws IOException {
        write("differences.jsonl", """
                {"row": 1, "start": 0, "windows": 1, "before": "The brass section. ", "after": "The section. "}
                {"row": 1, "start": 40, "windows": 2, "before": "One. Two.", "after": "One."}
                {"row": 2, "ending": "rejected", "problem": "too short"}
                """);

        assertThat(build("--pairs pairs.tsv --identity-rows 0 --miscopied differences.jsonl"))
                .filteredOn(CorrectionRow::identity)
                .containsExactly(
                        row("The brass section.", "The brass section."),
                        row("The brass section.", "The brass section."),
                        row("The brass section.", "The brass section."));
        assertThat(err.toString()).contains("repeat 3 times what a checkpoint miscopied: 2 -> 5 rows");

        write("differences.jsonl", "nothing\n");
        assertThat(run("--pairs pairs.tsv --miscopied differences.jsonl")).isNotZero();
        assertThat(err.toString())
                .contains(
                        "differences.jsonl:1: the line is not one JSON object: it is broken at column 1; give the differences.jsonl of");
    }

    @Test
    void good_answers_come_again_with_coined_words() throws IOException {
        List<CorrectionRow> rows =
                build("--carriers answers.jsonl --pairs pairs.tsv --identity-rows 9 --coined-rows 20");

        List<String> good = rows.stream()
                .limit(rows.size() - 20)
                .map(CorrectionRow::correction)
                .toList();
        assertThat(rows.subList(rows.size() - 20, rows.size()))
                .allMatch(CorrectionRow::identity)
                .noneMatch(row -> good.contains(row.answer()));
        assertThat(err.toString()).contains("add 20 identity rows with nonce words: ");
    }

    @Test
    void rules_make_rows_of_good_answers() throws IOException {
        write("rules.tsv", "# openers\n^Sure! \t\\u\n");

        List<CorrectionRow> rows = build("--carriers answers.jsonl --rules rules.tsv --identity-rows 9 --window 30");

        assertThat(rows)
                .containsExactly(
                        new CorrectionRow("q", "Sure! here it is.", "Here it is."),
                        new CorrectionRow("q", "1. First thing.", "1. First thing."),
                        new CorrectionRow("q", "2. Second thing.", "2. Second thing."),
                        new CorrectionRow("q", "Nothing. Nothing else at all.", "Nothing. Nothing else at all."));
        assertThat(err.toString()).contains("(1 answers changed, 0 emptied and left out)");
    }

    @Test
    void the_steps_are_listed_without_writing_anything() {
        assertThat(run("--pairs pairs.tsv --trimmed --carriers answers.jsonl --planted 3 --dry-run"))
                .isZero();
        assertThat(out.toString().lines())
                .contains(
                        "3. trim the pairs to minimal corrections",
                        "9. inject rude words into 3 good answers",
                        "10. drop exact repetitions");
        assertThat(folder.resolve("built")).doesNotExist();
    }

    @Test
    void what_can_not_be_used_is_named() throws IOException {
        write("rules.tsv", "# openers\n(\t\n");

        assertThat(run("--rules rules.tsv")).isEqualTo(2);
        assertThat(err.toString()).contains("--rules needs answers to correct; give --carriers too");
        assertThat(run("--rules rules.tsv --carriers answers.jsonl")).isNotZero();
        assertThat(err.toString()).contains("rules.tsv:2: the regular expression is broken at character ");
        assertThat(run("--input answers.jsonl --trimmed")).isEqualTo(2);
        assertThat(err.toString()).contains("--trimmed needs corrections by people; give --pairs too");
        assertThat(run("--pairs pairs.tsv --trimmed --planted 3")).isEqualTo(2);
        assertThat(err.toString()).contains("--planted needs answers to inject words into; give --carriers too");
        assertThat(run("--pairs pairs.tsv --trimmed --swapped-rows -1")).isEqualTo(2);
        assertThat(err.toString()).contains("--swapped-rows must be at least 0, but was -1");
        assertThat(run("--pairs pairs.tsv --planted 3")).isEqualTo(2);
        assertThat(err.toString()).contains("need the words that --trimmed learns; give it too");
        assertThat(run("--pairs pairs.tsv --window 1")).isEqualTo(2);
        assertThat(err.toString()).contains("a window must have at least 2 characters of the answer");
        assertThat(run("--pairs pairs.tsv --natural 2")).isEqualTo(2);
        assertThat(err.toString()).contains("the share of natural copies must be 0 to 1, but was 2.0");
    }

    private List<CorrectionRow> build(String options) throws IOException {
        assertThat(run(options)).as(err.toString()).isZero();
        return RowFile.read(folder.resolve("built"), CorrectionRow::parse).rows();
    }

    private int run(String options) {
        String line = "build --output " + folder.resolve("built") + " "
                + options.replaceAll("(\\w+[.](tsv|jsonl))", folder + "/$1");
        return RecipeCommand.run(new PrintWriter(out), new PrintWriter(err), line.split(" +", -1));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private static CorrectionRow row(String answer, String correction) {
        return new CorrectionRow("", answer, correction);
    }
}
