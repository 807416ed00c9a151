package io.github.aligner4j.runtime.drafting;

import java.util.List;

/** Guesses what is known to come, as far as a pass has room: for tokens that are said whatever the model thinks. */
public final class ForcedDrafter implements Drafter {

    private final List<Integer> tokens;
    private int said;

    /** Takes all tokens that are going to be said, in order. */
    public ForcedDrafter(List<Integer> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    @Override
    public DraftTree draft(int mostRows) {
        int end = Math.min(tokens.size(), said + mostRows);
        return DraftTree.chain(tokens.subList(Math.min(said, end), end).stream()
                .mapToInt(Integer::intValue)
                .toArray());
    }

    @Override
    public void accepted(DraftTree draft, int[] tokens) {
        said += tokens.length;
    }
}
