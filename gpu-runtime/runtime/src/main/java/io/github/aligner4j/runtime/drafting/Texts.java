package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;

/** The texts that a completion copies from: the prediction, the prompt without it, and what the model said so far. */
record Texts(TokenIndex prediction, TokenIndex prompt, TokenIndex output) {

    /** Tokens at the prediction's start that differ in the prompt, where they merge with what stands before. */
    private static final int HEAD = 1;

    /** The same at its end, and the end of sequence. */
    private static final int TAIL = 2;

    /** The texts at the prompt's end. The prediction's copy in the prompt is left out, as it would vote a second time. */
    static Texts of(DraftSource source) {
        int[] prompt = source.prompt();
        int inner = source.prediction().length - TAIL;
        int[] answer = inner <= HEAD ? new int[0] : Arrays.copyOfRange(source.prediction(), HEAD, inner);
        int copy = answer.length == 0 ? -1 : new Pattern(answer).lastIn(prompt);
        Texts texts = new Texts(new TokenIndex(), new TokenIndex(), new TokenIndex());
        texts.prediction.appendAll(source.prediction(), 0, source.prediction().length);
        texts.prompt.appendAll(prompt, 0, copy < 0 ? prompt.length : copy);
        texts.prompt.appendAll(prompt, copy < 0 ? prompt.length : copy + answer.length, prompt.length);
        return texts;
    }
}
