package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;

/**
 * The texts that a completion copies from.
 *
 * @param prediction what it is expected to resemble
 * @param prompt the prompt without the prediction
 * @param output what the model said so far
 */
record DraftSources(TokenIndex prediction, TokenIndex prompt, TokenIndex output) {

    /** Tokens at the prediction's start that differ in the prompt, where they merge with what stands before. */
    private static final int HEAD = 1;

    /** The same at its end, and the end of sequence. */
    private static final int TAIL = 2;

    /**
     * The texts at the prompt's end. The prediction's copy in the prompt is left out, as it would vote a second time; where
     * there is no prediction, the prompt takes its place.
     */
    static DraftSources of(DraftSource source) {
        int[] prompt = source.prompt();
        int[] prediction = source.prediction();
        DraftSources texts = new DraftSources(new TokenIndex(), new TokenIndex(), new TokenIndex());
        if (!predicted(source)) {
            texts.prediction.appendAll(prompt, 0, prompt.length);
            return texts;
        }
        int inner = prediction.length - HEAD - TAIL;
        int copy = inner <= 0 ? -1 : new Pattern(Arrays.copyOfRange(prediction, HEAD, HEAD + inner)).lastIn(prompt);
        texts.prediction.appendAll(prediction, 0, prediction.length);
        texts.prompt.appendAll(prompt, 0, copy < 0 ? prompt.length : copy);
        texts.prompt.appendAll(prompt, copy < 0 ? prompt.length : copy + inner, prompt.length);
        return texts;
    }

    /** Returns whether a source has a prediction; an end of sequence alone is none. */
    static boolean predicted(DraftSource source) {
        return source.prediction().length > 1;
    }
}
