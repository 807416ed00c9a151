// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowFileTest {

    private static final CorrectionRow ROW = new CorrectionRow("q", "a\n", "c");

    @TempDir
    private Path folder;

    @Test
    void json_lines_and_arrays_hold_the_same_rows() throws IOException {
        String row = "{\"question\": \"q\", \"answer\": \"a\\n\", \"correction\": \"c\", \"other\": 1}";

        assertThat(RowFile.read(file(row + "\n\n" + row), CorrectionRow::parse).rows())
                .containsExactly(ROW, ROW);
        assertThat(RowFile.read(file("\n [" + row + ",\n" + row + "]\n"), CorrectionRow::parse)
                        .rows())
                .containsExactly(ROW, ROW);
        assertThat(RowFile.read(file("[]"), CorrectionRow::parse).rows()).isEmpty();
    }

    @Test
    void bad_lines_are_named_and_the_others_kept() throws IOException {
        RowFile<CorrectionRow> read = RowFile.read(file("""
                {"question": "q", "answer": "a\\n", "correction": "c"}
                {"question": "q", "answer": "a"}
                nonsense

                {"question": 1, "answer": "a", "correction": "c"}
                {"question": "", "answer": "", "correction": "c"}
                ["q"]
                """), CorrectionRow::parse);

        assertThat(read.rows()).containsExactly(ROW);
        assertThat(read.bad())
                .containsExactly(
                        new BadRow(2, "'correction' is missing; a row needs question, answer and correction"),
                        new BadRow(3, "the line is not one JSON object: it is broken at column 1"),
                        new BadRow(5, "'question' is not a string; a row needs question, answer and correction"),
                        new BadRow(6, "'answer' is empty"),
                        new BadRow(7, "a row must be a JSON object"));
    }

    @Test
    void bad_rows_of_an_array_are_named_by_their_lines() throws IOException {
        RowFile<CorrectionRow> read = RowFile.read(file("""
                [
                  {"question": "q",
                   "answer": "a\\n", "correction": "c"},
                  {"question": "q", "answer": "a", "correction": null},
                  7
                ]
                """), CorrectionRow::parse);

        assertThat(read.rows()).containsExactly(ROW);
        assertThat(read.bad())
                .containsExactly(
                        new BadRow(4, "'correction' is not a string; a row needs question, answer and correction"),
                        new BadRow(5, "a row must be a JSON object"));
    }

    @Test
    void a_line_that_is_not_utf_8_is_named() throws IOException {
        Path file = Files.write(folder.resolve("rows"), new byte[] {'{', (byte) 0xFF, '}', '\n'});
        assertThat(RowFile.read(file, CorrectionRow::parse).bad())
                .containsExactly(new BadRow(1, "the line is not UTF-8: byte 0xFF at offset 1"));
    }

    @Test
    void an_array_that_breaks_off_is_refused_with_its_line() {
        assertThatThrownBy(() -> RowFile.read(file("[\n{\"question\": \"q\",\n"), CorrectionRow::parse))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the JSON array is broken here")
                .hasMessageMatching("(?s).*rows:[23]: .*");
        assertThatThrownBy(() -> RowFile.read(file("[]\n[]"), CorrectionRow::parse))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rows:2: the JSON array has ended");
        assertThatThrownBy(() -> RowFile.read(folder.resolve("missing"), CorrectionRow::parse))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void rows_come_back_as_they_were_written() throws IOException {
        List<CorrectionRow> rows = List.of(ROW, new CorrectionRow("", "\"\u2028\ud83d\ude00", "\t"));
        RowFile.write(folder.resolve("out"), rows);
        assertThat(RowFile.read(folder.resolve("out"), CorrectionRow::parse)).isEqualTo(new RowFile<>(rows, List.of()));
    }

    @Test
    void rows_may_have_retrieved_passages() throws IOException {
        CorrectionRow row = new CorrectionRow(List.of("one", "two\n"), "q", "a", "c");
        RowFile.write(folder.resolve("out"), List.of(row, ROW));

        assertThat(folder.resolve("out")).content().contains("{\"context\":[\"one\",\"two\\n\"],\"question\"");
        assertThat(RowFile.read(folder.resolve("out"), CorrectionRow::parse).rows())
                .containsExactly(row, ROW);
        assertThat(row.asIdentity().context()).isEqualTo(row.context());
    }

    @Test
    void a_context_is_a_list_of_passages_or_one_of_them() throws IOException {
        RowFile<CorrectionRow> read = RowFile.read(file("""
                {"context": "one", "question": "q", "answer": "a", "correction": "c"}
                {"context": null, "question": "q", "answer": "a\\n", "correction": "c"}
                {"context": ["one", 2], "question": "q", "answer": "a", "correction": "c"}
                {"context": {}, "question": "q", "answer": "a", "correction": "c"}
                """), CorrectionRow::parse);

        assertThat(read.rows()).containsExactly(new CorrectionRow(List.of("one"), "q", "a", "c"), ROW);
        String problem = "'context' is not a list of strings; write a list, or leave it out";
        assertThat(read.bad()).containsExactly(new BadRow(3, problem), new BadRow(4, problem));
    }

    @Test
    void good_answers_need_no_correction() throws IOException {
        assertThat(RowFile.read(file("{\"question\": \"q\", \"answer\": \"a\"}"), CorrectionRow::parseGoodAnswer)
                        .rows())
                .containsExactly(new CorrectionRow("q", "a", "a"));
    }

    @Test
    void pairs_have_one_row_for_each_correction() throws IOException {
        RowFile<CorrectionRow> read = RowFile.readPairs(
                file("toxic\tneutral1\tneutral2\nbad\tgood\tfine\n\"so \"\"bad\"\"\"\t\tnice\nalone\n"));
        assertThat(read.rows())
                .containsExactly(
                        new CorrectionRow("", "bad", "good"),
                        new CorrectionRow("", "bad", "fine"),
                        new CorrectionRow("", "so \"bad\"", "nice"));
        assertThat(read.bad())
                .containsExactly(new BadRow(4, "a line needs an answer and a correction, each in a cell"));
    }

    @Test
    void texts_are_parted_by_blank_lines() throws IOException {
        assertThat(TextFile.documents(file("\none\ntwo\n \n\nthree"))).containsExactly("one\ntwo", "three");
        Path broken = Files.write(folder.resolve("broken"), new byte[] {(byte) 0xC3});
        assertThatThrownBy(() -> TextFile.documents(broken)).hasMessageContaining("not UTF-8");
    }

    private Path file(String content) throws IOException {
        return Files.write(folder.resolve("rows"), content.getBytes(StandardCharsets.UTF_8));
    }
}
