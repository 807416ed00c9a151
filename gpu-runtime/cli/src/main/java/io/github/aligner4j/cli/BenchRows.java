package io.github.aligner4j.cli;

import io.github.aligner4j.bench.BenchRow;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows to measure, from and to JSON Lines. */
final class BenchRows {

    private static final String KIND = "kind";

    private BenchRows() {}

    /**
     * Reads the first {@code limit} rows of {@code input}; those without a field {@code kind} are of the kind that the file
     * is called.
     *
     * @param forced whether each row must have a correction
     * @throws IOException naming the line that is no row
     */
    static List<BenchRow> read(Path input, int limit, boolean forced) throws IOException {
        List<BenchRow> rows = new ArrayList<>();
        try (JsonRows in = JsonRows.open(input)) {
            for (Optional<JsonRow> row = in.next(); row.isPresent() && rows.size() < limit; row = in.next()) {
                rows.add(of(row.get(), input, forced));
            }
        }
        if (rows.isEmpty()) {
            throw new IOException(input + ": the file has no rows; each line needs question and answer");
        }
        return rows;
    }

    /** Writes {@code rows}, so that another program can be measured with them. */
    static void write(Path output, List<BenchRow> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        for (BenchRow row : rows) {
            ObjectNode json = Row.JSON.createObjectNode();
            json.put(KIND, row.kind()).put("question", row.question()).put("answer", row.answer());
            if (row.correction() != null) {
                json.put(Row.CORRECTION, row.correction());
            }
            lines.add(JsonRow.written(json));
        }
        WholeFile.write(output, lines);
    }

    private static BenchRow of(JsonRow each, Path input, boolean forced) throws IOException {
        Row row = Row.named(input, each);
        JsonNode kind = row.json().path(KIND);
        JsonNode correction = row.json().path(Row.CORRECTION);
        if (forced && !correction.isString()) {
            throw new IOException(input + ":" + each.line() + ": 'correction' is "
                    + (correction.isMissingNode() ? "missing" : "not a string")
                    + "; with --teacher-forced a row needs question, answer and correction");
        }
        return new BenchRow(
                kind.isString() ? kind.stringValue() : String.valueOf(input.getFileName()),
                row.question(),
                row.answer(),
                correction.isString() ? correction.stringValue() : null);
    }
}
