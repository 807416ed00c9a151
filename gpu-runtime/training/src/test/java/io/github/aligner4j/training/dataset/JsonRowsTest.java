// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonRowsTest {

    private static final String ROW = "{\"question\": \"q\", \"answer\": \"a\", \"correction\": \"c\"}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF%s\n%s\n",
                "\uFEFF\n%s\n\uFEFF%s",
                "%s\r\n\r\n%s\r\n",
                "  %s  \n \t \n%s",
                "\uFEFF [%s,\r\n %s]"
            })
    void byte_order_marks_line_ends_of_every_kind_and_blank_lines_are_no_rows(String layout) throws IOException {
        Path file = file(layout.formatted(ROW, ROW));

        assertThat(RowFile.read(file, CorrectionRow::parse).bad()).isEmpty();
        assertThat(RowFile.read(file, CorrectionRow::parse).rows()).hasSize(2);
        assertThat(RowFile.read(file, TrafficRow::parse).rows()).hasSize(2);
        assertThat(JsonRows.count(file)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void a_file_in_utf_16_is_refused_with_what_to_do(String charset) throws IOException {
        Path file = Files.write(folder.resolve("rows"), (ROW + "\n").getBytes(Charset.forName(charset)));
        Path marked = Files.write(folder.resolve("marked"), ("\uFEFF" + ROW).getBytes(StandardCharsets.UTF_16LE));

        for (Path each : List.of(file, marked)) {
            assertThatThrownBy(() -> RowFile.read(each, CorrectionRow::parse))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            each + ": the file is UTF-16, not UTF-8; convert it first: iconv -f UTF-16 -t UTF-8 does");
            assertThatThrownBy(() -> RowFile.readPairs(each)).hasMessageContaining("the file is UTF-16");
        }
    }

    @Test
    void what_is_wrong_with_a_row_is_said_with_its_place_and_without_its_texts() throws IOException {
        Path file = file(ROW + "\n" + brokenLines());

        assertThat(RowFile.read(file, JsonRow::json).bad())
                .extracting(BadRow::problem)
                .containsExactly(
                        "the line is not one JSON object: it is broken at column 7",
                        "'a' appears twice; a row may have each field once only",
                        "the line is not one JSON object: more follows the object at column 10",
                        "a row must be a JSON object",
                        "a row must be a JSON object",
                        "the line is not one JSON object: it is broken at column 14");
        assertThat(RowFile.read(file, JsonRow::json).bad())
                .extracting(BadRow::line)
                .containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
    }

    private static String brokenLines() {
        return """
                {"a": secret}
                {"a": "secret", "a": 1}
                {"a": 1} {"b": 2}
                "secret"
                [1]
                {"a": "secret
                {"b": {"a": 1, "a": 2}}""";
    }

    @Test
    void bytes_that_are_not_utf_8_are_named_with_their_place() throws IOException {
        byte[] bytes = (ROW + "\n{\"a\": \"é?\"}\n" + ROW).getBytes(StandardCharsets.UTF_8);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xE9;
        Path file = Files.write(folder.resolve("rows"), bytes);

        assertThat(RowFile.read(file, CorrectionRow::parse).rows()).hasSize(2);
        assertThat(RowFile.read(file, CorrectionRow::parse).bad())
                .containsExactly(new BadRow(2, "the line is not UTF-8: byte 0xE9 at offset 9"));
    }

    @Test
    void a_line_that_is_too_long_is_named_with_the_limit_and_the_others_are_read() throws IOException {
        Path file = folder.resolve("rows");
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) ' ');
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write((ROW + "\n").getBytes(StandardCharsets.UTF_8));
            for (int written = 0; written <= JsonRows.MAX_ROW_BYTES; written += block.length) {
                out.write(block);
            }
            out.write(("\n" + ROW).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(RowFile.read(file, CorrectionRow::parse).rows()).hasSize(2);
        assertThat(RowFile.read(file, CorrectionRow::parse).bad())
                .containsExactly(new BadRow(2, "the line has more than 67108864 bytes"));
    }

    @Test
    void a_folder_and_a_missing_file_say_so() {
        assertThatThrownBy(() -> JsonRows.open(folder)).hasMessage(folder + ": this is a folder; a file is needed");
        assertThatThrownBy(() -> TextFile.text(folder.resolve("x"))).hasMessageContaining("there is no such file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\"n\":1.0}",
                "{ \"n\" : 1e5 , \"big\":12345678901234567890,\"e\":-0.10E+02}",
                "{\"a\":\"\\u00e9\\/\\ud800\",\"o\": { \"y\" : [ 1.50 , {} ] }, \"t\":true , \"z\": null}",
                "{\"tab\\tname\": \"\\\"},\", \"\": [[]]  }"
            })
    void fields_of_others_stay_as_they_are_written(String text) throws IOException {
        for (String before : List.of("", "\"x\": 1.0", "\"x\" : \"old\" ")) {
            String json = before.isEmpty() ? text : withField(text, before);
            JsonRow row = first(file(json));
            String own = text.substring(1, text.length() - 1).strip();

            assertThat(row.with(added()).replaceFirst("^\\{ ", "{"))
                    .isEqualTo("{" + own + (own.isEmpty() ? "" : ",") + "\"x\":\"\\ud800é\",\"y\":true}");
            assertThat(row.with(added())).startsWith(row.beginning(Set.of("x", "y")));
        }
    }

    @Test
    void an_object_of_an_array_becomes_one_line() throws IOException {
        JsonRow row = first(file("[\n{\n  \"a\": 1.0,\r\n  \"b\": [\n1]\n}\n]"));

        assertThat(row.line()).isEqualTo(2);
        assertThat(row.with(Map.of("c", BooleanNode.TRUE))).isEqualTo("{   \"a\": 1.0,    \"b\": [ 1],\"c\":true}");
    }

    @Test
    void what_fails_halfway_leaves_the_file_that_was_there() throws IOException {
        Path file = file("before\n");

        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write("half");
                    throw new IOException("no space left");
                }))
                .hasMessage("no space left");

        assertThat(file).hasContent("before\n");
        assertThat(folder).isDirectoryContaining(each -> each.equals(file));
        WholeFile.write(file, List.of("after"));
        assertThat(file).hasContent("after\n");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    private static JsonRow first(Path file) throws IOException {
        return RowFile.readFirst(file, 1, row -> row).get(0);
    }

    /** Puts a field that is to be replaced before the others. */
    private static String withField(String text, String field) {
        String rest = text.substring(1);
        return "{" + field + (rest.strip().equals("}") ? "" : ",") + rest;
    }

    private static Map<String, JsonNode> added() {
        Map<String, JsonNode> added = new LinkedHashMap<>();
        added.put("x", StringNode.valueOf("\ud800é"));
        added.put("y", BooleanNode.TRUE);
        return added;
    }

    private Path file(String content) throws IOException {
        return Files.write(folder.resolve("rows"), content.getBytes(StandardCharsets.UTF_8));
    }
}
