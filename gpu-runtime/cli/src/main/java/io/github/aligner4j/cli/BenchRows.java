package io.github.aligner4j.cli;

import io.github.aligner4j.cli.bench.BenchRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
        if (!Files.isRegularFile(input)) {
            throw new IOException(input + ": there is no such file");
        }
        List<BenchRow> rows = new ArrayList<>();
        try (ByteLines lines = new ByteLines(input)) {
            Optional<ByteLines.Line> line = lines.next();
            while (line.isPresent() && rows.size() < limit) {
                add(rows, input, line.get(), forced);
                line = lines.next();
            }
        }
        if (rows.isEmpty()) {
            throw new IOException(input + ": the file has no rows; each line needs question and answer");
        }
        return rows;
    }

    /** Writes {@code rows}, so that another program can be measured with them. */
    static void write(Path output, List<BenchRow> rows) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (BenchRow row : rows) {
            ObjectNode json = Row.JSON.createObjectNode();
            json.put(KIND, row.kind()).put("question", row.question()).put("answer", row.answer());
            if (row.correction() != null) {
                json.put(Row.CORRECTION, row.correction());
            }
            lines.append(json).append('\n');
        }
        Files.writeString(output, lines, StandardCharsets.UTF_8);
    }

    private static void add(List<BenchRow> rows, Path input, ByteLines.Line line, boolean forced) throws IOException {
        try {
            Optional<Row> row = Row.parse(line.bytes());
            if (row.isPresent()) {
                rows.add(of(row.get(), String.valueOf(input.getFileName()), forced));
            }
        } catch (BadRowException e) {
            throw new IOException(input + ":" + line.number() + ": " + e.getMessage(), e);
        }
    }

    private static BenchRow of(Row row, String file, boolean forced) throws BadRowException {
        JsonNode kind = row.json().path(KIND);
        JsonNode correction = row.json().path(Row.CORRECTION);
        if (forced && !correction.isString()) {
            throw new BadRowException(
                    "'correction' is " + (correction.isMissingNode() ? "missing" : "not a string")
                            + "; with --teacher-forced a row needs question, answer and correction",
                    null);
        }
        return new BenchRow(
                kind.isString() ? kind.stringValue() : file,
                row.question(),
                row.answer(),
                correction.isString() ? correction.stringValue() : null);
    }
}
