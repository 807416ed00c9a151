package io.github.aligner4j.runtime.drafting;

/** Guesses nothing. */
final class PlainDrafter implements Drafter {

    @Override
    public DraftTree draft(int mostRows) {
        return DraftTree.NONE;
    }

    @Override
    public void accepted(DraftTree draft, int[] tokens) {
        // nothing to learn
    }
}
