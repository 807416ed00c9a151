// SPDX-License-Identifier: Apache-2.0
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

/** Has a model prefill the prompt of an answer while the answer is still being generated. */
final class CompletionSession implements CorrectionSession {

    /** The minimum number of characters between two hints: about 40 tokens, enough for a forward pass to pay. */
    private static final int STEP = 160;

    /** In a text without white space, this many characters at its end may still become part of another token. */
    private static final int UNSETTLED = 32;

    private final Aligner aligner;
    private final Cancellation hints = Cancellation.create();
    private final TextAccumulator text;

    /**
     * Creates it.
     *
     * @param prefill hints at the request so far; the cancellation withdraws the hint
     */
    CompletionSession(
            Aligner aligner,
            CorrectionRequest request,
            BiConsumer<CorrectionRequest, Cancellation> prefill,
            Executor executor) {
        this.aligner = aligner;
        this.text = new TextAccumulator(STEP, Integer.MAX_VALUE, executor, now -> {
            prefill.accept(request.withAnswer(settled(now)), hints);
            return 0;
        });
        text.append(request.answer());
    }

    @Override
    public void append(String chunk) {
        text.append(chunk);
    }

    @Override
    public Correction complete(CorrectionRequest request, CorrectionContext context) {
        text.close();
        try {
            return aligner.correct(request, context);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        text.close();
        hints.cancel();
    }

    /** Returns the text without its last word, which the next chunk may continue and turn into other tokens. */
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
