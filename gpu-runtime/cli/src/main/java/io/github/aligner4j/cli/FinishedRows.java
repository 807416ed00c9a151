// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows that an earlier run has written; the last line is incomplete if that run was stopped while writing it. */
final class FinishedRows {

    private final Map<CorrectionRequest, Integer> counts = new HashMap<>();
    private long wholeLines;
    private byte[] torn = new byte[0];

    private FinishedRows() {}

    /**
     * Reads the rows of {@code output}; a pipe, a terminal or a missing file has none.
     *
     * @throws IOException if a complete line is not a row, so that another program must have written the file
     */
    static FinishedRows in(Path output) throws IOException {
        FinishedRows finished = new FinishedRows();
        if (Files.isRegularFile(output)) {
            finished.read(output);
        }
        return finished;
    }

    /** Removes a row with the question and answer of {@code row}, and returns whether there was one. */
    boolean take(Row row) {
        Integer count = counts.get(row.key());
        if (count == null) {
            return false;
        }
        if (count == 1) {
            counts.remove(row.key());
        } else {
            counts.put(row.key(), count - 1);
        }
        return true;
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Returns the bytes of an incomplete last line, empty if there is none. */
    byte[] torn() {
        return torn;
    }

    /** Truncates the file before an incomplete last line. */
    void cutTorn(Path output) throws IOException {
        if (torn.length > 0) {
            try (FileChannel file = FileChannel.open(output, StandardOpenOption.WRITE)) {
                file.truncate(wholeLines);
            }
        }
    }

    private void read(Path output) throws IOException {
        try (JsonRows rows = JsonRows.open(output)) {
            if (rows.isArray()) {
                throw foreign(output + ": the file is a JSON array", null);
            }
            for (Optional<JsonRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                if (rows.lineEnded()) {
                    add(output, row.get());
                }
            }
            wholeLines = rows.wholeLines();
        }
        try (InputStream in = Files.newInputStream(output)) {
            in.skipNBytes(wholeLines);
            torn = in.readAllBytes();
        }
    }

    private void add(Path output, JsonRow row) throws IOException {
        try {
            counts.merge(Row.parse(row).key(), 1, Integer::sum);
        } catch (BadRowException e) {
            throw foreign(output + ":" + row.line() + ": " + e.getMessage(), e);
        }
    }

    private static IOException foreign(String problem, @Nullable Throwable cause) {
        return new IOException(problem + ", so this command did not write it; name another --output", cause);
    }
}
