package io.github.aligner4j.runtime.drafting;

/** Guesses the next tokens of one sequence. Used by one thread at a time. */
public interface Drafter {

    /** Returns a guess of at most {@code mostTokens} tokens. */
    DraftTree draft(int mostTokens);

    /**
     * Tells which tokens came: the part of the draft that was right, then the model's own.
     *
     * @param draft the draft that was tried, {@link DraftTree#NONE} if there was none
     * @param tokens at least one
     */
    void accepted(DraftTree draft, int[] tokens);
}
