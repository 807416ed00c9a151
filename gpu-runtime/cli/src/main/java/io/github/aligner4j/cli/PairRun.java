// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import io.github.aligner4j.training.steering.SteeringExtraction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Adds the rows of a file to the extraction of a steering vector. */
final class PairRun {

    private static final String NEEDED = "question, answer and correction";

    private final Path input;
    private final PrintWriter err;

    PairRun(Path input, PrintWriter err) {
        this.input = input;
        this.err = err;
    }

    /** Reads all rows, and returns whether none was bad. */
    boolean read(SteeringExtraction extraction, Progress progress) throws IOException {
        AtomicBoolean good = new AtomicBoolean(true);
        JsonRows.forEach(input, row -> {
            if (!read(row, extraction)) {
                good.set(false);
            }
            progress.step();
        });
        return good.get();
    }

    private boolean read(JsonRow row, SteeringExtraction extraction) {
        try {
            extraction.add(
                    row.text(Row.QUESTION, NEEDED), row.text(Row.ANSWER, NEEDED), row.text(Row.CORRECTION, NEEDED));
            return true;
        } catch (BadRowException | IllegalArgumentException | UnsafePromptException e) {
            err.println(input + ":" + row.line() + ": " + e.getMessage());
            return false;
        }
    }
}
