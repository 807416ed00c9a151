// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.supervision;

import io.github.aligner4j.Turn;
import io.github.aligner4j.training.dataset.BadRow;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.TrafficRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExportTest {

    private static final Layout CONVERSATIONAL = new Layout.Conversational();
    private static final Layout STANDARD = new Layout.Standard("Q: {question}\nA:", " ");
    private static final TrafficRow ROW = row(1, "Why?", "So, fool.", "So.");

    @TempDir
    private Path folder;

    @Test
    void corrections_are_what_to_answer() {
        assertThat(exported(Format.SFT, CONVERSATIONAL))
                .isEqualTo("{\"prompt\":[{\"role\":\"user\",\"content\":\"Why?\"}],"
                        + "\"completion\":[{\"role\":\"assistant\",\"content\":\"So.\"}]}");
        assertThat(exported(Format.SFT, STANDARD)).isEqualTo("{\"prompt\":\"Q: Why?\\nA:\",\"completion\":\" So.\"}");
    }

    @Test
    void corrections_are_preferred_to_answers() {
        assertThat(exported(Format.DPO, CONVERSATIONAL))
                .isEqualTo("{\"prompt\":[{\"role\":\"user\",\"content\":\"Why?\"}],"
                        + "\"chosen\":[{\"role\":\"assistant\",\"content\":\"So.\"}],"
                        + "\"rejected\":[{\"role\":\"assistant\",\"content\":\"So, fool.\"}]}");
        assertThat(exported(Format.DPO, STANDARD))
                .isEqualTo("{\"prompt\":\"Q: Why?\\nA:\",\"chosen\":\" So.\",\"rejected\":\" So, fool.\"}");
    }

    @Test
    void what_was_said_before_is_in_a_conversational_prompt_and_has_no_place_in_a_standard_one() {
        TrafficRow row = new TrafficRow(
                1,
                List.of(new Turn(Turn.Role.USER, "Hi"), new Turn(Turn.Role.ASSISTANT, "Yes?")),
                "Why?",
                "So, fool.",
                "So.",
                "",
                TrafficRow.Kind.ANSWER);

        assertThat(export(Format.SFT, CONVERSATIONAL, row).rows())
                .singleElement()
                .satisfies(json -> assertThat(json.path("prompt").valueStream())
                        .extracting(message -> message.path("role").stringValue() + " "
                                + message.path("content").stringValue())
                        .containsExactly("user Hi", "assistant Yes?", "user Why?"));
        assertThat(reasons(export(Format.SFT, STANDARD, row))).containsExactly("1 conversation");
    }

    @Test
    void each_row_that_teaches_nothing_is_filtered_for_a_reason_and_none_is_lost() {
        RowFile<TrafficRow> traffic = new RowFile<>(
                List.of(
                        ROW,
                        row(3, "Why?", "So, fool.", "So it is."),
                        row(4, "Why?", "So.", "So."),
                        row(5, " ", "So, fool.", "So."),
                        row(6, "Why?", "So, fool.", "\n"),
                        row(7, "Why?", "So, fool. ".repeat(9), "So. ".repeat(9)),
                        new TrafficRow(
                                8, List.of(), "Why?", "So, fool.", "", "a guard rejected it", TrafficRow.Kind.ANSWER),
                        row(9, "Why not?", "So, fool.", "So.")),
                List.of(new BadRow(2, "the line is not one JSON object")));

        Export export = Export.of(traffic, new Rules(Format.DPO, CONVERSATIONAL, false, 50));

        assertThat(export.rows()).hasSize(2);
        assertThat(reasons(export))
                .containsExactly("2 bad", "3 duplicate", "4 unchanged", "5 empty", "6 empty", "7 too long", "8 failed");
        Audit audit = export.audit();
        assertThat(audit.read()).isEqualTo(9);
        assertThat(audit.kept()
                        + audit.counts().values().stream().mapToInt(n -> n).sum())
                .isEqualTo(9);
        assertThat(audit.summary())
                .isEqualTo("read 9 rows, kept 2, filtered 7 (1 bad, 1 failed, 2 empty, 1 unchanged, 1 too long,"
                        + " 1 duplicate)");
    }

    @Test
    void answers_that_were_good_teach_only_if_asked_for_and_only_what_to_answer() {
        RowFile<TrafficRow> traffic = new RowFile<>(List.of(row(1, "Why?", "So.", "So.")), List.of());

        assertThat(Export.of(traffic, new Rules(Format.SFT, CONVERSATIONAL, true, 0))
                        .rows())
                .hasSize(1);
        assertThatThrownBy(() -> new Rules(Format.DPO, CONVERSATIONAL, true, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unchanged answers can't be exported for dpo");
    }

    @Test
    void length_is_that_of_all_that_is_read_and_written() {
        // Q: Why?\nA: So. has 14 characters, and with the answer 20.
        assertThat(limited(Format.SFT, 14).rows()).hasSize(1);
        assertThat(limited(Format.SFT, 13).rows()).isEmpty();
        assertThat(limited(Format.DPO, 20).rows()).hasSize(1);
        assertThat(limited(Format.DPO, 19).rows()).isEmpty();
        assertThatThrownBy(() -> limited(Format.SFT, -1))
                .hasMessageContaining("must be at least 0 (no limit), but was -1");
    }

    @Test
    void a_row_that_was_filtered_makes_no_other_one_a_duplicate() {
        TrafficRow failed = new TrafficRow(1, List.of(), "Why?", "So, fool.", "", "gone", TrafficRow.Kind.ANSWER);

        assertThat(export(Format.SFT, STANDARD, failed, row(2, "Why?", "So, fool.", "So."))
                        .rows())
                .hasSize(1);
    }

    @Test
    void what_a_shadow_layer_corrected_teaches_only_if_asked_for_and_an_answer_that_it_was_given_never_does() {
        TrafficRow given = row(1, "So, fool.", TrafficRow.Kind.NOT_CORRECTED);
        TrafficRow observed = row(2, "So.", TrafficRow.Kind.OBSERVATION);
        RowFile<TrafficRow> traffic = new RowFile<>(List.of(given, observed), List.of());

        assertThat(reasons(Export.of(traffic, new Rules(Format.SFT, STANDARD, true, 0))))
                .containsExactly("1 not corrected", "2 shadow");
        assertThat(Export.of(traffic, new Rules(Format.SFT, STANDARD, true, 0, true))
                        .rows())
                .singleElement()
                .satisfies(
                        row -> assertThat(row.path("completion").stringValue()).contains("So."));
    }

    @Test
    void the_audit_has_counts_first_and_then_a_line_for_each_row() throws IOException {
        Path file = folder.resolve("audit");
        RowFile<TrafficRow> traffic = new RowFile<>(List.of(ROW, ROW), List.of(new BadRow(9, "the line is not UTF-8")));
        Export.of(traffic, new Rules(Format.SFT, STANDARD, false, 0)).audit().write(file);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"read\":3,\"kept\":1,\"filtered\":{\"bad\":1,\"failed\":0,\"shadow\":0,"
                                + "\"not corrected\":0,\"empty\":0,\"unchanged\":0,\"conversation\":0,\"too long\":0,\"duplicate\":1}}",
                        "{\"line\":1,\"reason\":\"duplicate\"}",
                        "{\"line\":9,\"reason\":\"bad\",\"detail\":\"the line is not UTF-8\"}");
    }

    @Test
    void rows_are_written_as_json_lines_whatever_is_in_them() throws IOException {
        Path file = folder.resolve("rows");
        String text = "Line\n\"two\" \u00e9\ud83d\ude00\u2028";
        export(Format.SFT, STANDARD, row(1, text, "x", text)).write(file);

        assertThat(Files.readString(file)).hasLineCount(1);
        ObjectNode json = (ObjectNode) new JsonMapper().readTree(file);
        assertThat(json.path("prompt").stringValue()).isEqualTo("Q: " + text + "\nA:");
        assertThat(json.path("completion").stringValue()).isEqualTo(" " + text);
    }

    @Test
    void a_prompt_without_a_place_for_the_question_is_refused() {
        assertThatThrownBy(() -> new Layout.Standard("Question", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must contain the placeholder {question}");
    }

    private static String exported(Format format, Layout layout) {
        List<ObjectNode> rows = export(format, layout, ROW).rows();
        assertThat(rows).hasSize(1);
        return rows.get(0).toString();
    }

    private static Export export(Format format, Layout layout, TrafficRow... rows) {
        return Export.of(new RowFile<>(List.of(rows), List.of()), new Rules(format, layout, false, 0));
    }

    private static Export limited(Format format, int maxCharacters) {
        return Export.of(new RowFile<>(List.of(ROW), List.of()), new Rules(format, STANDARD, false, maxCharacters));
    }

    private static List<String> reasons(Export export) {
        return export.audit().filtered().stream()
                .map(row -> row.line() + " " + row.reason().id())
                .toList();
    }

    private static TrafficRow row(long line, String question, String answer, String correction) {
        return new TrafficRow(line, List.of(), question, answer, correction, "", TrafficRow.Kind.ANSWER);
    }

    private static TrafficRow row(long line, String correction, TrafficRow.Kind kind) {
        return new TrafficRow(line, List.of(), "Why?", "So, fool.", correction, "", kind);
    }
}
