package io.github.aligner4j.training.dataset;

import io.github.aligner4j.Turn;
import java.util.List;
import java.util.Objects;

/**
 * An answer that an Aligner was given, and what it made of it.
 *
 * @param line where it begins in its file, counted from 1
 * @param conversation what was said before the question, oldest first
 * @param question what was asked
 * @param answer what the upstream model answered
 * @param correction what the Aligner made of it; empty if it failed
 * @param error why it failed; empty if it did not
 */
public record TrafficRow(
        long line, List<Turn> conversation, String question, String answer, String correction, String error) {

    /** Checks that nothing is missing, and copies the list. */
    public TrafficRow {
        conversation = List.copyOf(conversation);
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(correction, "correction");
        Objects.requireNonNull(error, "error");
    }

    /** Whether there was nothing to correct. */
    public boolean unchanged() {
        return answer.equals(correction);
    }
}
