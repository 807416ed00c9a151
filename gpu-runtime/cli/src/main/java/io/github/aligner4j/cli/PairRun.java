package io.github.aligner4j.cli;

import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.runtime.StrengthExtraction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a file of corrections into an extraction of strength vectors. */
final class PairRun {

    private final Path input;
    private final PrintWriter err;

    PairRun(Path input, PrintWriter err) {
        this.input = input;
        this.err = err;
    }

    /** Reads all rows; returns whether every one was good. */
    boolean read(StrengthExtraction extraction, Progress progress) throws IOException {
        boolean good = true;
        try (ByteLines in = new ByteLines(input)) {
            for (Optional<ByteLines.Line> line = in.next(); line.isPresent(); line = in.next()) {
                good &= read(line.get(), extraction);
                progress.step();
            }
        }
        return good;
    }

    private boolean read(ByteLines.Line line, StrengthExtraction extraction) {
        try {
            Optional<Row> row = Row.parse(line.bytes());
            if (row.isPresent()) {
                extraction.add(
                        row.get().question(), row.get().answer(), row.get().correction());
            }
            return true;
        } catch (BadRowException | IllegalArgumentException | UnsafePromptException e) {
            err.println(input + ":" + line.number() + ": " + e.getMessage());
            return false;
        }
    }
}
