// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.BadRow;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.RowParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads files of rows for a command and reports bad rows.
 *
 * @param skipBad true if bad rows are skipped; false if they are an error
 * @param err the writer for bad rows
 */
record RowReader(boolean skipBad, PrintWriter err) {

    private static final int MAX_REPORTED = 20;

    /**
     * Returns the good rows of {@code file}.
     *
     * @throws IOException with a message for the user if it can't be read, or has bad rows that are not to be skipped
     */
    <R> List<R> read(Path file, RowParser<R> parser) throws IOException {
        return good(file, RowFile.read(file, parser));
    }

    /** Receives a good row, parsed and as written. */
    @FunctionalInterface
    interface Visitor<R> {
        void visit(R row, JsonRow json);
    }

    /**
     * Passes the good rows of {@code file} to {@code visitor}, one by one.
     *
     * @throws IOException as {@link #read} does
     */
    <R> void forEach(Path file, RowParser<R> parser, Visitor<R> visitor) throws IOException {
        List<BadRow> bad = new ArrayList<>();
        AtomicInteger good = new AtomicInteger();
        JsonRows.forEach(file, row -> {
            try {
                visitor.visit(parser.parse(row), row);
                good.incrementAndGet();
            } catch (BadRowException e) {
                bad.add(new BadRow(row.line(), e.problem()));
            }
        });
        check(file, good.get(), bad);
    }

    /**
     * Returns the rows of a table of people's corrections.
     *
     * @throws IOException as {@link #read} does
     */
    List<CorrectionRow> readPairs(Path file) throws IOException {
        return good(file, RowFile.readPairs(file));
    }

    /**
     * Returns {@code rows}, which must not be empty.
     *
     * @throws IOException with a message for the user if there is none
     */
    static <R> List<R> requireSome(Path file, List<R> rows) throws IOException {
        if (rows.isEmpty()) {
            throw new IOException(file + ": the file has no rows; at least 1 is needed");
        }
        return rows;
    }

    private <R> List<R> good(Path file, RowFile<R> read) throws IOException {
        check(file, read.rows().size(), read.bad());
        return read.rows();
    }

    private void check(Path file, int good, List<BadRow> bad) throws IOException {
        report(file, bad);
        if (!bad.isEmpty() && !skipBad) {
            throw new IOException(file + ": " + bad.size() + " of " + (bad.size() + good)
                    + " rows are bad; correct them, or skip them with --skip-bad-rows");
        }
    }

    /** Reports the first bad rows by their lines. */
    void report(Path file, List<BadRow> bad) {
        for (BadRow row : bad.subList(0, Math.min(MAX_REPORTED, bad.size()))) {
            err.println(file + ":" + row.line() + ": " + row.problem());
        }
    }
}
