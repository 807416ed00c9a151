// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.traffic.TrafficEntry;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Recordings that are read one after the other, line by line.
 *
 * @param files the files
 * @param skipBad true if bad lines are skipped; false if they are an error
 * @param err the writer for bad lines
 */
record TrafficFiles(List<Path> files, boolean skipBad, PrintWriter err) {

    private static final int MAX_REPORTED = 20;

    TrafficFiles {
        files = List.copyOf(files);
    }

    /** Receives the lines. */
    interface Visitor {

        /** Receives a good line and its place, file and number. */
        void visit(String place, JsonRow row, TrafficEntry entry) throws IOException;

        /** Counts a bad line. */
        default void skip() {}
    }

    /**
     * Passes all lines to {@code visitor}. An incomplete last line, whose writer was stopped, is left out.
     *
     * @throws IOException with a message for the user if a file can't be read or has no lines, or if there are bad ones that are
     *     not to be skipped
     */
    void forEach(Visitor visitor) throws IOException {
        long bad = 0;
        long lines = 0;
        for (Path file : files) {
            try (JsonRows rows = JsonRows.open(file)) {
                for (Optional<JsonRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                    lines++;
                    boolean ended = rows.isArray() || rows.lineEnded();
                    String problem = visit(file, row.get(), ended, visitor);
                    if (!problem.isEmpty()) {
                        bad++;
                        report(bad, file, row.get(), problem);
                        visitor.skip();
                    }
                }
            }
        }
        require(lines > 0, files.get(0) + ": there are no lines to read; at least 1 is needed");
        require(
                skipBad || bad == 0,
                bad + " of " + lines + " lines are bad; correct them, or skip them with --skip-bad-rows");
    }

    /** Returns the problem of a bad line, empty for others. */
    private String visit(Path file, JsonRow row, boolean ended, Visitor visitor) throws IOException {
        TrafficEntry entry;
        try {
            entry = TrafficLine.parse(row);
        } catch (BadRowException e) {
            if (ended) {
                return e.problem();
            }
            err.println(file + ":" + row.line() + ": the last line is incomplete and left out");
            return "";
        }
        visitor.visit(file + ":" + row.line(), row, entry);
        return "";
    }

    private void report(long number, Path file, JsonRow row, String problem) {
        if (number <= MAX_REPORTED) {
            err.println(file + ":" + row.line() + ": " + problem);
        }
    }

    private static void require(boolean condition, String message) throws IOException {
        if (!condition) {
            throw new IOException(message);
        }
    }
}
