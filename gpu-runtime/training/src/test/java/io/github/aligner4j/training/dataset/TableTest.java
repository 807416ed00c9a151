// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.training.dataset.Table.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TableTest {

    @TempDir
    private Path folder;

    @Test
    void a_quoted_cell_may_hold_tabs_quotes_and_line_breaks() throws IOException {
        assertThat(read("t.tsv", "\"a\tb\"\tc\r\n\"one\n\"\"two\"\"\"\td\ne\tf\n"))
                .containsExactly(
                        new Row(1, List.of("a\tb", "c")),
                        new Row(2, List.of("one\n\"two\"", "d")),
                        new Row(4, List.of("e", "f")));
    }

    @Test
    void cells_are_stripped_and_blank_lines_are_no_rows() throws IOException {
        assertThat(read("t.tsv", " a \t b\n\n \t\nc\n"))
                .containsExactly(new Row(1, List.of("a", "b")), new Row(4, List.of("c")));
    }

    @Test
    void an_unbalanced_quote_is_text_and_takes_no_other_line_with_it() throws IOException {
        assertThat(read("t.tsv", "rude\t\"civil\n\"so \"\"bad\"\"\"\t\"nice\tone\"\nsaid \"x\"\ty\n"))
                .containsExactly(
                        new Row(1, List.of("rude", "\"civil")),
                        new Row(2, List.of("so \"bad\"", "nice\tone")),
                        new Row(3, List.of("said \"x\"", "y")));
    }

    @Test
    void two_stray_quotes_do_not_join_the_lines_between_them() throws IOException {
        assertThat(read("t.tsv", "a\t\"b\nc\td\ne\tf\"\n"))
                .containsExactly(
                        new Row(1, List.of("a", "\"b")),
                        new Row(2, List.of("c", "d")),
                        new Row(3, List.of("e", "f\"")));
    }

    @Test
    void a_file_named_csv_is_separated_by_commas() throws IOException {
        assertThat(read("T.CSV", "\"a, b\",c\td\n")).containsExactly(new Row(1, List.of("a, b", "c\td")));
    }

    @Test
    void a_comma_separated_file_with_unbalanced_quotes_is_refused_with_the_line_and_what_to_do() {
        assertThatThrownBy(() -> read("t.csv", "a,b\n\"secret\" text,d\n"))
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve("t.csv")
                        + ":2: the quotes of this row are unbalanced; double each quote inside a quoted cell");
        assertThatThrownBy(() -> read("t.csv", "a,\"b\r\nc\"\r\nd,\"e\r\n"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("t.csv") + ":3: ");
    }

    private List<Row> read(String name, String text) throws IOException {
        return Table.read(Files.writeString(folder.resolve(name), text));
    }
}
