package io.github.aligner4j.training.dataset;

import java.util.Objects;

/**
 * One thing to learn: how an answer to a question is to be corrected.
 *
 * @param question what was asked; may be empty
 * @param answer what the upstream model answered
 * @param correction what it should have answered; the same as {@code answer} if that is good
 */
public record CorrectionRow(String question, String answer, String correction) {

    /** Checks that nothing is missing. */
    public CorrectionRow {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(correction, "correction");
    }

    /** Whether there is nothing to correct. */
    public boolean identity() {
        return answer.equals(correction);
    }

    /** Returns the row that teaches to leave the answer alone. */
    public CorrectionRow asIdentity() {
        return new CorrectionRow(question, answer, answer);
    }
}
