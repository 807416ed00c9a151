package io.github.aligner4j.runtime.drafting;

/** How the next tokens are guessed. It decides how fast a completion comes, never the completion. */
public enum Drafting {
    /** Not at all: plain decoding, one token in each forward pass. */
    NONE,
    /** As transformers' prompt lookup: what followed the last two tokens when they came before. */
    PROMPT_LOOKUP,
    /** By the request's prediction, which for an Aligner is the answer it corrects. */
    RESIDUAL;

    /** Returns the drafter of one sequence. */
    public Drafter drafter(int[] prompt, int[] prediction) {
        return new Drafter() {
            @Override
            public DraftTree draft(int mostTokens) {
                return DraftTree.NONE;
            }

            @Override
            public void accepted(DraftTree draft, int[] tokens) {}
        };
    }
}
