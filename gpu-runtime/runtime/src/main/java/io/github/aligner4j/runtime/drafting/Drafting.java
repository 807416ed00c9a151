package io.github.aligner4j.runtime.drafting;

/** How tokens are guessed ahead of the model. All give the same text; they differ in time. */
public enum Drafting {

    /** No drafts: one token per forward pass. */
    NONE {
        @Override
        public Drafter drafter(DraftSource source) {
            return new PlainDrafter();
        }
    },

    /** Copies what followed the last two tokens, or the last one, at their first occurrence: 10 tokens, as transformers. */
    PROMPT_LOOKUP {
        @Override
        public Drafter drafter(DraftSource source) {
            return new PromptLookupDrafter(source.prompt(), 10);
        }
    },

    /** Takes the prediction as the draft and finds back into it after each difference. */
    RESIDUAL {
        @Override
        public Drafter drafter(DraftSource source) {
            return new ResidualDrafter(source);
        }
    };

    /** Returns a drafter for one sequence at its prompt's end. */
    public abstract Drafter drafter(DraftSource source);
}
