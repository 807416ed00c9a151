package io.github.aligner4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of rows to read. */
final class InputFile {

    private InputFile() {}

    /**
     * Returns the number of lines.
     *
     * @throws IOException with a message for the user if there is no such file
     */
    static long require(Path input) throws IOException {
        if (!Files.isRegularFile(input)) {
            throw new IOException(input + ": there is no such file");
        }
        long lines = 0;
        try (ByteLines in = new ByteLines(input)) {
            while (in.next().isPresent()) {
                lines++;
            }
        }
        return lines;
    }
}
