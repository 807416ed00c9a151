// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.JsonRows;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The incomplete last line of a file whose writer was stopped. */
final class TornLine {

    private TornLine() {}

    /** Truncates {@code file} before an incomplete last line; a missing file stays missing. */
    static void cut(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        long whole;
        try (JsonRows rows = JsonRows.open(file)) {
            while (rows.next().isPresent()) {
                // Reads on to the last line.
            }
            whole = rows.wholeLines();
        }
        if (Files.size(file) > whole) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
            }
        }
    }
}
