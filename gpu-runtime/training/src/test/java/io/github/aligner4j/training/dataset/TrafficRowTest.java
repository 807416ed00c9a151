// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TrafficRowTest {

    @TempDir
    private Path folder;

    @Test
    void rows_of_datasets_of_aligner_correct_and_of_recorders_are_read() throws IOException {
        RowFile<TrafficRow> read = RowFile.read(file("""
                {"question": "q", "answer": "a", "correction": "c"}
                {"id": 7, "question": "q", "answer": "a", "correction": "c", "changed": true, "edits": [], "timings": {}}

                {"time": "t", "chain": "x", "conversation": [{"role": "system", "content": "Be brief."}], "question": "q",\
                 "answer": "a", "correction": "c", "layers": []}
                {"question": "q", "answer": "a", "error": "layer 'x' failed: gone"}
                {"question": "q", "answer": "a", "correction": "c", "error": null}
                """), TrafficRow::parse);

        assertThat(read.bad()).isEmpty();
        assertThat(read.rows())
                .containsExactly(
                        new TrafficRow(1, List.of(), "q", "a", "c", "", TrafficRow.Kind.ANSWER),
                        new TrafficRow(2, List.of(), "q", "a", "c", "", TrafficRow.Kind.ANSWER),
                        new TrafficRow(
                                4,
                                List.of(new Turn(Turn.Role.SYSTEM, "Be brief.")),
                                "q",
                                "a",
                                "c",
                                "",
                                TrafficRow.Kind.ANSWER),
                        new TrafficRow(5, List.of(), "q", "a", "", "layer 'x' failed: gone", TrafficRow.Kind.ANSWER),
                        new TrafficRow(6, List.of(), "q", "a", "c", "", TrafficRow.Kind.ANSWER));
    }

    @Test
    void recordings_of_this_schema_are_read_and_later_ones_refused_with_the_remedy() throws IOException {
        RowFile<TrafficRow> read = RowFile.read(file("""
                {"schemaVersion": 1, "question": "q", "answer": "a", "correction": "c"}
                {"schemaVersion": 2, "question": "q", "answer": "a", "correction": "c"}
                """), TrafficRow::parse);

        assertThat(read.rows()).hasSize(1);
        assertThat(read.bad())
                .singleElement()
                .satisfies(bad -> assertThat(bad.toString())
                        .contains("schema version 2")
                        .contains("up to 1")
                        .contains("read it with the release that recorded it"));
    }

    @Test
    void a_row_tells_whether_users_got_its_correction() throws IOException {
        RowFile<TrafficRow> read = RowFile.read(file("""
                {"shadow": true, "question": "q", "answer": "a", "correction": "c"}
                {"question": "q", "answer": "a", "correction": "a", "layers": [{"name": "x", "outcome": "shadowed"}]}
                {"question": "q", "answer": "a", "correction": "a",\
                 "layers": [{"name": "x", "outcome": "skipped", "mode": "canary"}]}
                {"question": "q", "answer": "a", "correction": "a", "layers": [{"name": "x", "outcome": "skipped"}]}
                {"question": "q", "answer": "a", "correction": "c",\
                 "layers": [{"name": "x", "outcome": "shadowed"}, {"name": "y", "outcome": "corrected"}]}
                """), TrafficRow::parse);

        assertThat(read.rows())
                .extracting(TrafficRow::kind)
                .containsExactly(
                        TrafficRow.Kind.OBSERVATION,
                        TrafficRow.Kind.NOT_CORRECTED,
                        TrafficRow.Kind.NOT_CORRECTED,
                        TrafficRow.Kind.ANSWER,
                        TrafficRow.Kind.ANSWER);
    }

    @Test
    void bad_rows_are_named_with_their_lines() throws IOException {
        RowFile<TrafficRow> read = RowFile.read(file("""
                {"question": "q", "answer": "a"}
                {"question": "q", "answer": 1, "correction": "c"}
                {"question": "q", "answer": "a", "correction": "c", "conversation": "hello"}
                {"question": "q", "answer": "a", "correction": "c", "conversation": [{"role": "judge", "content": "x"}]}
                nonsense
                """), TrafficRow::parse);

        assertThat(read.rows()).isEmpty();
        String turns = "'conversation' is no list of messages with role (system, user or assistant) and content";
        assertThat(read.bad())
                .containsExactly(
                        new BadRow(
                                1, "'correction' is missing; a row needs question, answer and correction (or error)"),
                        new BadRow(
                                2, "'answer' is not a string; a row needs question, answer and correction (or error)"),
                        new BadRow(3, turns),
                        new BadRow(4, turns),
                        new BadRow(5, "the line is not one JSON object: it is broken at column 1"));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("rows"), content);
    }
}
