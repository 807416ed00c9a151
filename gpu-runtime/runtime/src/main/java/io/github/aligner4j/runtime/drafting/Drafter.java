package io.github.aligner4j.runtime.drafting;

/**
 * Guesses how one sequence goes on. Holds the state of that sequence, so used by one thread at a time.
 *
 * <p>Before each forward pass {@link #draft} is asked for tokens to verify, and after it {@link #accepted} is told what the
 * model chose, also when the draft was empty.
 */
public interface Drafter {

    /**
     * Returns tokens worth verifying in the next forward pass; a tree of n nodes costs n + 1 rows of it.
     *
     * @param mostRows most nodes of the tree, 0 or more
     */
    DraftTree draft(int mostRows);

    /**
     * Like {@link #draft(int)}, for a pass that several sequences share, where a row has to be more promising to pay.
     *
     * @param mostRows most nodes of the tree, 0 or more
     * @param sequences how many share the pass, at least 1
     */
    default DraftTree draft(int mostRows, int sequences) {
        return draft(mostRows);
    }

    /**
     * Takes over what the model chose.
     *
     * @param draft the tree that was verified, {@link DraftTree#NONE} after a plain step
     * @param tokens the chosen tokens in order: the accepted path of the draft and then the model's own token, or fewer where
     *     the sequence ended within them
     */
    void accepted(DraftTree draft, int[] tokens);
}
