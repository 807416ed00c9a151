// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.traffic.TrafficEntry;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines that an earlier run of {@code aligner replay} has written, in the order of the recorded ones. */
final class ReplayedLines implements AutoCloseable {

    /** The field with the options of the run. */
    static final String CONFIGURATION = "configuration";

    private final Path output;
    private final String configuration;
    private final @Nullable JsonRows rows;

    private ReplayedLines(Path output, String configuration, @Nullable JsonRows rows) {
        this.output = output;
        this.configuration = configuration;
        this.rows = rows;
    }

    /** Opens {@code output}; a pipe, a terminal or a missing file has no lines. */
    static ReplayedLines open(Path output, String configuration) throws IOException {
        JsonRows rows = Files.isRegularFile(output) ? JsonRows.open(output) : null;
        return new ReplayedLines(output, configuration, rows);
    }

    /**
     * Returns the replay of {@code recorded}, which follows the one that was returned before; empty after the last.
     *
     * @throws IOException if the next line is another program's, that of another answer, or of a run with other options
     */
    Optional<TrafficEntry> next(String place, TrafficEntry recorded) throws IOException {
        Optional<JsonRow> row = next();
        return row.isEmpty() ? Optional.empty() : Optional.of(entry(row.get(), place, recorded));
    }

    /** Checks that there are no more lines than recorded answers. */
    void requireEnd() throws IOException {
        if (next().isPresent()) {
            throw new IOException(
                    output + ": the file has more lines than there are recorded answers, so it is not their"
                            + " replay; name another --output");
        }
    }

    /** Truncates the file before an incomplete last line; call after the last line. */
    void cutTorn() throws IOException {
        if (rows != null && Files.size(output) > rows.wholeLines()) {
            try (FileChannel file = FileChannel.open(output, StandardOpenOption.WRITE)) {
                file.truncate(rows.wholeLines());
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (rows != null) {
            rows.close();
        }
    }

    private Optional<JsonRow> next() throws IOException {
        Optional<JsonRow> row = rows == null ? Optional.empty() : rows.next();
        return row.filter(each -> rows != null && rows.lineEnded());
    }

    private TrafficEntry entry(JsonRow row, String place, TrafficEntry recorded) throws IOException {
        TrafficEntry entry;
        String written;
        try {
            entry = TrafficLine.parse(row);
            written = row.json().path(CONFIGURATION).asString("");
        } catch (BadRowException e) {
            throw foreign(row, e.problem() + ", so this command did not write it");
        }
        if (!entry.question().equals(recorded.question()) || !entry.answer().equals(recorded.answer())) {
            throw foreign(row, "this is not the replay of " + place);
        }
        if (!written.equals(configuration)) {
            throw foreign(
                    row,
                    "this was written with other options (" + written + ", but now they are " + configuration + ")");
        }
        return entry;
    }

    private IOException foreign(JsonRow row, String problem) {
        return new IOException(output + ":" + row.line() + ": " + problem + "; name another --output");
    }
}
