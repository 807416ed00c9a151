// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.PrivateFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Appends lines to a file, by any thread. After a line that could not be written whole, as the disk was full, nothing more is appended:
 * the next line would be one with its beginning.
 */
final class AppendedLines implements Closeable {

    private final Path file;
    private final OutputStream out;
    private boolean torn;

    AppendedLines(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /** Opens {@code file}; a missing one is created. */
    static AppendedLines open(Path file) throws IOException {
        return new AppendedLines(file, PrivateFile.append(file));
    }

    /** Appends a line, which does not end in a line feed yet. */
    synchronized void add(String line) throws IOException {
        if (torn) {
            throw failure("a line before this one could not be written", null);
        }
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            torn = true;
            throw failure(String.valueOf(e.getMessage()), e);
        }
    }

    private IOException failure(String problem, @Nullable IOException cause) {
        return new IOException(
                file + ": " + problem + "; what was finished before is kept; run the same command again", cause);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
