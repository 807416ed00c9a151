// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

/** Strategies of speculative decoding. All give the same text; they differ in time. */
public enum Drafting {

    /** No drafts: plain decoding, one token per forward pass. */
    NONE {
        @Override
        public Drafter drafter(DraftSource source) {
            return new PlainDrafter();
        }
    },

    /**
     * Prompt lookup as in transformers: the 10 tokens that followed the first occurrence of the last two tokens, or of the
     * last one.
     */
    PROMPT_LOOKUP {
        @Override
        public Drafter drafter(DraftSource source) {
            return new PromptLookupDrafter(source.prompt(), LOOKUP_TOKENS);
        }
    },

    /** Residual decoding: drafts the prediction and resynchronizes with it after every difference. */
    RESIDUAL {
        @Override
        public Drafter drafter(DraftSource source) {
            return new ResidualDrafter(source);
        }
    };

    private static final int LOOKUP_TOKENS = 10;

    /** Returns a new drafter for one sequence at the end of its prompt. */
    public abstract Drafter drafter(DraftSource source);
}
