package io.github.aligner4j.bench;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question and an answer to correct.
 *
 * @param kind rows of one kind are reported together
 * @param question the question
 * @param answer its answer
 * @param correction what the model says if it is forced to; null if it is not known
 */
public record BenchRow(
        String kind,
        String question,
        String answer,
        @Nullable String correction) {

    /** Checks that kind and texts are there. */
    public BenchRow {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(answer, "answer");
    }
}
