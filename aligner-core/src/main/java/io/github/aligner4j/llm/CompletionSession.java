package io.github.aligner4j.llm;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.streaming.TextAccumulator;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** Has a model read the prompt of an answer while the answer is still being written. */
final class CompletionSession implements CorrectionSession {

    /** Least characters between two hints: about 40 tokens, enough rows for a forward pass to be worth its while. */
    private static final int STEP = 160;

    /** Where a text has no white space, this many characters at its end may still become part of another token. */
    private static final int UNSETTLED = 32;

    private final Aligner aligner;
    private final Cancellation hints = Cancellation.create();
    private final TextAccumulator text;

    /**
     * Creates it.
     *
     * @param prepare is given the request so far and what takes the hint back
     */
    CompletionSession(
            Aligner aligner,
            CorrectionRequest request,
            BiConsumer<CorrectionRequest, Cancellation> prepare,
            Executor executor) {
        this.aligner = aligner;
        this.text = new TextAccumulator(STEP, Integer.MAX_VALUE, executor, now -> {
            prepare.accept(request.withAnswer(settled(now)), hints);
            return 0;
        });
        text.append(request.answer());
    }

    @Override
    public void append(String piece) {
        text.append(piece);
    }

    @Override
    public Correction complete(CorrectionRequest request, CorrectionContext call) {
        text.close();
        try {
            return aligner.correct(request, call);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        text.close();
        hints.cancel();
    }

    /** Returns the text without its last word: the next piece may go on with it, and make other tokens of it. */
    private static String settled(String text) {
        int end = Math.max(0, text.length() - UNSETTLED);
        for (int i = text.length(); i > end; i--) {
            if (Character.isWhitespace(text.charAt(i - 1))) {
                return text.substring(0, i - 1);
            }
        }
        boolean insidePair = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, insidePair ? end - 1 : end);
    }
}
