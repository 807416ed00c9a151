// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GroundedRowsTest {

    @TempDir
    private Path folder;

    @Test
    void a_wrong_answer_becomes_one_whose_facts_are_in_the_documents() throws IOException {
        Facts seen = Facts.seen();
        List<Row> rows = new RowGenerator(seen, seen, 1, false).draw(2000);

        assertThat(rows)
                .allSatisfy(row ->
                        assertThat(row.answer().equals(row.correction())).isEqualTo(row.form() != Row.Form.WRONG));
        assertThat(rows.stream().filter(row -> row.form() == Row.Form.WRONG)).allSatisfy(row -> {
            Set<String> known = words(String.join(" ", row.context()) + " " + row.answer());
            assertThat(known).containsAll(words(row.correction()));
        });
        assertThat(count(rows, Row.Form.WRONG)).isBetween(1000L, 1200L);
        assertThat(count(rows, Row.Form.RIGHT)).isBetween(500L, 700L);
        assertThat(count(rows, Row.Form.UNDOCUMENTED)).isBetween(220L, 380L);
    }

    @Test
    void wrong_values_are_of_the_same_type_and_some_differ_in_one_word_only() {
        Random random = new Random(5);
        Values values = new Values(new Words(random, false), random);
        List<String> dates = IntStream.range(0, 200)
                .mapToObj(i -> values.drawOther("date 1800 2026", "4 March 1871"))
                .toList();

        assertThat(dates)
                .allMatch(date -> date.matches("\\d+ [A-Z][a-z]+ \\d{4}"))
                .doesNotContain("4 March 1871");
        assertThat(dates).anyMatch(date -> date.endsWith(" March 1871")).anyMatch(date -> date.startsWith("4 March "));
        assertThat(IntStream.range(0, 200).mapToObj(i -> values.drawOther("number 2 30", "7")))
                .allMatch(number -> number.matches("\\d+") && !number.equals("7"));
        assertThatThrownBy(() -> values.draw("colour"))
                .hasMessage("unknown values 'colour'; expected person, or number, year or date with two limits");
    }

    @Test
    void words_of_held_out_rows_are_in_no_row_to_train_on() {
        Words trained = new Words(new Random(1), false);
        Words heldOut = new Words(new Random(2), true);
        Set<String> known =
                IntStream.range(0, 5000).mapToObj(i -> trained.word()).collect(Collectors.toSet());

        assertThat(IntStream.range(0, 500).mapToObj(i -> heldOut.word())).noneMatch(known::contains);
    }

    @Test
    void nothing_of_the_held_out_kind_is_stated_in_rows_to_train_on() throws IOException {
        Facts seen = Facts.seen();
        String trained = new RowGenerator(seen, seen, 1, false)
                .draw(3000).stream()
                        .map(row -> String.join(" ", row.context()) + row.question() + row.answer())
                        .collect(Collectors.joining(" "));

        assertThat(trained).doesNotContain("lighthouse", "flash", "keeper", "lamp", "was lit");
        assertThat(Facts.heldOut().relations()).hasSize(3);
    }

    @Test
    void the_files_are_written_as_the_command_line_reads_them_and_the_same_each_time() throws IOException {
        GroundedRows.write(folder, 50);

        assertThat(Files.readAllLines(folder.resolve("train.jsonl")))
                .hasSize(50)
                .allMatch(line -> line.startsWith("{\"context\":[") && line.contains("\"correction\":\""));
        assertThat(Files.readAllLines(folder.resolve("held-out-kind.jsonl")))
                .hasSize(GroundedRows.HELD_OUT)
                .allMatch(line -> line.contains("\"expected\":\"") && !line.contains("\"correction\""));
        String before = Files.readString(folder.resolve("held-out.jsonl"));
        GroundedRows.write(folder, 50);
        assertThat(folder.resolve("held-out.jsonl")).content().isEqualTo(before);
    }

    @Test
    void the_table_counts_exact_corrections_and_untouched_answers() throws IOException {
        for (String name : List.of("held-out", "held-out-kind")) {
            Files.writeString(folder.resolve(name + ".jsonl"), """
                    {"form":"WRONG","answer":"In 1947.","expected":"In 1932."}
                    {"form":"WRONG","answer":"In 1948.","expected":"In 1932."}
                    {"form":"WRONG","answer":"In 1949.","expected":"In 1932."}
                    {"form":"WRONG","answer":"rejected","expected":"In 1932."}
                    {"form":"RIGHT","answer":"In 1932.","expected":"In 1932."}
                    {"form":"UNDOCUMENTED","answer":"In 1950.","expected":"In 1950."}
                    """);
            Files.writeString(folder.resolve(name + "-corrected.jsonl"), """
                    {"form":"WRONG","answer":"In 1947.","expected":"In 1932.","correction":"In 1932."}
                    {"form":"WRONG","answer":"In 1948.","expected":"In 1932.","correction":"In 1948."}
                    {"form":"WRONG","answer":"In 1949.","expected":"In 1932.","correction":"In 1931."}
                    {"form":"RIGHT","answer":"In 1932.","expected":"In 1932.","correction":"In 1932."}
                    {"form":"UNDOCUMENTED","answer":"In 1950.","expected":"In 1950.","correction":"In 1932."}
                    """);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GroundedRows.table(folder, new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .contains(
                        "| held-out words | 25.0 % | 25.0 % | 100.0 % | 0.0 % |",
                        "| held-out kind | 25.0 % | 25.0 % | 100.0 % | 0.0 % |");
        assertThatThrownBy(() -> GroundedRows.main(new String[] {"rows"}))
                .hasMessage("expected 'rows FOLDER' or 'table FOLDER'");
    }

    private static long count(List<Row> rows, Row.Form form) {
        return rows.stream().filter(row -> row.form() == form).count();
    }

    private static Set<String> words(String text) {
        return java.util.Arrays.stream(text.split("\\W+"))
                .map(String::toLowerCase)
                .collect(Collectors.toSet());
    }
}
