// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.bench.BenchRow;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes the rows to measure, as JSON Lines. */
final class BenchRows {

    private static final String KIND = "kind";

    private BenchRows() {}

    /**
     * Reads the first {@code limit} rows of {@code input}; the kind of rows without a field {@code kind} is the file's name.
     *
     * @param forced true if each row must have a correction
     * @throws IOException with a message for the user if the file has no rows, or a bad one
     */
    static List<BenchRow> read(Path input, int limit, boolean forced) throws IOException {
        String fileName = String.valueOf(input.getFileName());
        List<BenchRow> rows = RowFile.readFirst(input, limit, row -> parse(row, fileName, forced));
        if (rows.isEmpty()) {
            throw new IOException(input + ": the file has no rows; each line needs question and answer");
        }
        return rows;
    }

    /** Writes {@code rows}, so that another program can be measured with them. */
    static void write(Path output, List<BenchRow> rows) throws IOException {
        WholeFile.write(output, rows.stream().map(BenchRows::written).toList());
    }

    private static String written(BenchRow row) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put(KIND, row.kind()).put(Row.QUESTION, row.question()).put(Row.ANSWER, row.answer());
        if (row.correction() != null) {
            json.put(Row.CORRECTION, row.correction());
        }
        return JsonRow.written(json);
    }

    private static BenchRow parse(JsonRow source, String fileName, boolean forced) throws BadRowException {
        Row row = Row.parse(source);
        JsonNode kind = source.json().path(KIND);
        return new BenchRow(
                kind.isString() ? kind.stringValue() : fileName,
                row.question(),
                row.answer(),
                correction(source, forced));
    }

    private static @Nullable String correction(JsonRow row, boolean forced) throws BadRowException {
        if (forced) {
            return row.text(Row.CORRECTION, "question, answer and correction with --teacher-forced");
        }
        JsonNode correction = row.json().path(Row.CORRECTION);
        return correction.isString() ? correction.stringValue() : null;
    }
}
