// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.AlignerException;
import org.jspecify.annotations.Nullable;

/** The failures of a run. Safe for use by several threads. */
final class RunFailures {

    /** The number of judgments in a row that may fail before the run ends. */
    private static final int MAX_IN_A_ROW = 10;

    private int inARow;
    private @Nullable RuntimeException end;

    /** Throws what has ended the run, so that nothing is begun after it. */
    synchronized void throwIfEnded() {
        if (end != null) {
            throw end;
        }
    }

    /** Ends the run, and returns what ended it first. */
    synchronized RuntimeException end(RuntimeException failure) {
        if (end == null) {
            end = failure;
        }
        return end;
    }

    synchronized void succeeded() {
        inARow = 0;
    }

    /**
     * Counts a judgment that failed.
     *
     * @throws AlignerException if too many have failed in a row
     */
    synchronized void failed(String judge, AlignerException failure) {
        inARow++;
        if (inARow >= MAX_IN_A_ROW) {
            throw new AlignerException(
                    "judge '" + judge + "' failed " + MAX_IN_A_ROW
                            + " times in a row; the judgments so far are kept, and the same command goes on after them: "
                            + failure.getMessage(),
                    failure);
        }
    }
}
