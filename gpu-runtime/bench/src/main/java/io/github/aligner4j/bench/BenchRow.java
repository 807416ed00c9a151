// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question and an answer to correct.
 *
 * @param kind the kind of row; each kind is reported on its own
 * @param question the question
 * @param answer its answer
 * @param correction the correction to generate when teacher-forced; null if unknown
 */
public record BenchRow(
        String kind,
        String question,
        String answer,
        @Nullable String correction) {

    /** Checks that nothing is missing. */
    public BenchRow {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(answer, "answer");
    }
}
