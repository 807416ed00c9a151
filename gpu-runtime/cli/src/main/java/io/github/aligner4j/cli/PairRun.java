package io.github.aligner4j.cli;

import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.runtime.SteeringExtraction;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
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
    boolean read(SteeringExtraction extraction, Progress progress) throws IOException {
        boolean good = true;
        try (JsonRows in = JsonRows.open(input)) {
            for (Optional<JsonRow> row = in.next(); row.isPresent(); row = in.next()) {
                good &= read(row.get(), extraction);
                progress.step();
            }
        }
        return good;
    }

    private boolean read(JsonRow each, SteeringExtraction extraction) {
        try {
            Row row = Row.of(each);
            extraction.add(row.question(), row.answer(), row.correction());
            return true;
        } catch (BadRowException | IllegalArgumentException | UnsafePromptException e) {
            err.println(input + ":" + each.line() + ": " + e.getMessage());
            return false;
        }
    }
}
