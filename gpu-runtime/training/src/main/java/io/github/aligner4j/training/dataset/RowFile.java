// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a file: a JSON array of objects, or JSON Lines. What the objects must have is up to a {@link RowParser}: {@link
 * CorrectionRow#parse}, {@link CorrectionRow#parseGoodAnswer}, {@link PromptCompletion#parse} or {@link TrafficRow#parse}.
 *
 * @param rows the good ones, in order
 * @param bad the others
 * @param <R> the type of a row
 */
public record RowFile<R>(List<R> rows, List<BadRow> bad) {

    /** Copies the lists. */
    public RowFile {
        rows = List.copyOf(rows);
        bad = List.copyOf(bad);
    }

    /**
     * Reads {@code file}.
     *
     * @throws IOException with a message for the user if it can't be read, or is an array that breaks off
     */
    public static <R> RowFile<R> read(Path file, RowParser<R> parser) throws IOException {
        List<R> rows = new ArrayList<>();
        List<BadRow> bad = new ArrayList<>();
        JsonRows.forEach(file, row -> {
            try {
                rows.add(parser.parse(row));
            } catch (BadRowException e) {
                bad.add(new BadRow(row.line(), e.problem()));
            }
        });
        return new RowFile<>(rows, bad);
    }

    /**
     * Returns the rows of {@code file}, all of which must be good.
     *
     * @throws IOException with a message for the user if it can't be read; one that names the line of the first bad row
     */
    public static <R> List<R> readAll(Path file, RowParser<R> parser) throws IOException {
        return readFirst(file, Integer.MAX_VALUE, parser);
    }

    /**
     * Returns the first {@code limit} rows of {@code file}, all of which must be good.
     *
     * @throws IOException with a message for the user if it can't be read; one that names the line of the first bad row
     */
    public static <R> List<R> readFirst(Path file, int limit, RowParser<R> parser) throws IOException {
        List<R> rows = new ArrayList<>();
        try (JsonRows in = JsonRows.open(file)) {
            for (Optional<JsonRow> row = in.next(); row.isPresent() && rows.size() < limit; row = in.next()) {
                rows.add(parse(file, row.get(), parser));
            }
        }
        return rows;
    }

    private static <R> R parse(Path file, JsonRow row, RowParser<R> parser) throws IOException {
        try {
            return parser.parse(row);
        } catch (BadRowException e) {
            throw new IOException(file + ":" + row.line() + ": " + e.problem(), e);
        }
    }

    /**
     * Reads a table after its heading: an answer, then one or several corrections of it, a row each. The table is
     * comma-separated if the file's name ends in {@code .csv}, tab-separated otherwise.
     *
     * @throws IOException with a message for the user if it can't be read
     */
    public static RowFile<CorrectionRow> readPairs(Path file) throws IOException {
        List<CorrectionRow> good = new ArrayList<>();
        List<BadRow> bad = new ArrayList<>();
        for (Table.Row row : Table.read(file).stream().skip(1).toList()) {
            String answer = row.cells().get(0);
            List<CorrectionRow> pairs = row.cells().stream()
                    .skip(1)
                    .filter(correction -> !answer.isEmpty() && !correction.isEmpty())
                    .map(correction -> new CorrectionRow("", answer, correction))
                    .toList();
            if (pairs.isEmpty()) {
                bad.add(new BadRow(row.line(), "a line needs an answer and a correction, each in a cell"));
            }
            good.addAll(pairs);
        }
        return new RowFile<>(good, bad);
    }

    /** Writes {@code rows} as JSON Lines. */
    public static void write(Path file, List<CorrectionRow> rows) throws IOException {
        WholeFile.write(
                file, rows.stream().map(row -> JsonRow.written(row.json())).toList());
    }
}
