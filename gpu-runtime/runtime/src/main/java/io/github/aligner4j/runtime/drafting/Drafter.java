// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

/**
 * Drafts the continuation of one sequence, whose state it holds. Not safe for use by several threads.
 *
 * <p>Before each forward pass, {@link #draft} returns tokens to verify; after it, {@link #accepted} takes the tokens that the
 * model chose, also if the draft was empty.
 */
public interface Drafter {

    /**
     * Returns tokens worth verifying in the next forward pass; a tree of n nodes makes the pass n tokens longer.
     *
     * @param maxTokens maximum number of nodes of the tree, 0 or more
     */
    DraftTree draft(int maxTokens);

    /**
     * Returns tokens worth verifying in a forward pass that several sequences share, where a token must be more promising to
     * pay for its time.
     *
     * @param maxTokens maximum number of nodes of the tree, 0 or more
     * @param sequences number of sequences in the pass, at least 1
     */
    default DraftTree draft(int maxTokens, int sequences) {
        return draft(maxTokens);
    }

    /**
     * Takes the tokens that the model chose.
     *
     * @param draft the tree that was verified, {@link DraftTree#NONE} after a plain step
     * @param tokens the chosen tokens in order: the accepted path of the draft and the model's own token behind it, or fewer
     *     where the sequence ended within them
     */
    void accepted(DraftTree draft, int[] tokens);
}
