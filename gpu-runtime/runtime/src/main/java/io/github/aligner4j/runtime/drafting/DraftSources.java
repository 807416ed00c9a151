// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;

/**
 * The texts that a completion copies from, indexed by token.
 *
 * @param prediction the text that the completion is expected to resemble
 * @param prompt the prompt without its copy of the prediction
 * @param output the completion so far
 */
record DraftSources(TokenIndex prediction, TokenIndex prompt, TokenIndex output) {

    /** Number of tokens at the prediction's start that differ in the prompt, where they merge with the text before. */
    private static final int DIFFERING_HEAD = 1;

    /** Number of tokens at the prediction's end that differ in the prompt, the end of sequence included. */
    private static final int DIFFERING_TAIL = 2;

    /**
     * Returns the texts at the end of the prompt. The prompt's copy of the prediction is left out, because it would count
     * twice; without a prediction, the prompt takes its place.
     */
    static DraftSources of(DraftSource source) {
        int[] prompt = source.prompt();
        int[] prediction = source.prediction();
        DraftSources sources = new DraftSources(new TokenIndex(), new TokenIndex(), new TokenIndex());
        if (!hasPrediction(source)) {
            sources.prediction.appendAll(prompt, 0, prompt.length);
            return sources;
        }
        int inner = prediction.length - DIFFERING_HEAD - DIFFERING_TAIL;
        int copy = inner <= 0
                ? -1
                : new TokenPattern(Arrays.copyOfRange(prediction, DIFFERING_HEAD, DIFFERING_HEAD + inner))
                        .lastIndexIn(prompt);
        sources.prediction.appendAll(prediction, 0, prediction.length);
        sources.prompt.appendAll(prompt, 0, copy < 0 ? prompt.length : copy);
        sources.prompt.appendAll(prompt, copy < 0 ? prompt.length : copy + inner, prompt.length);
        return sources;
    }

    /** Returns whether a source has a prediction; an end of sequence alone is none. */
    static boolean hasPrediction(DraftSource source) {
        return source.prediction().length > 1;
    }
}
