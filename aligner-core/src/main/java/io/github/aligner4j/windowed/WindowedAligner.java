package io.github.aligner4j.windowed;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.Detection;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.text.GraphemeClusters;
import io.github.aligner4j.text.SentenceWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/**
 * Corrects an answer window by window, a few sentences at a time.
 *
 * <p><b>Why.</b> A small model copies and corrects one or two sentences reliably; on a whole page it loses its place, and the time
 * to the first corrected word grows with the page. Checkpoints trained on short answers therefore say in their {@code aligner.json}
 * how long a window may be.
 *
 * <p><b>Windows.</b> A window is one or more whole sentences of one line ({@link SentenceWindows}), shorter than the limit. Lines
 * are never joined, so headings, list items and table rows keep their structure. White space between windows is not part of them:
 * the Aligner never sees it, and it is kept character for character. Only if a window is deleted entirely is the white space
 * after it deleted too ({@link WindowJoiner}).
 *
 * <p><b>One answer, one correction.</b> Each window is corrected like an answer of its own, in order, so corrected text is streamed
 * while later windows still wait. But limits and checks hold for the answer: the timeout of the {@link CompletionAligner} behind it
 * and a limit of new tokens set there count for all windows together (its default limit counts for each window), a failed window
 * fails the whole correction, and {@link CorrectionGuards#defaults()} check the joined text as well. Correcting windows one after
 * another is slower than all at once, but no work goes on after a failure, and the text can be streamed in order.
 *
 * <p><b>Early work.</b> While an answer is still being generated ({@link #begin}), windows that can't change any more are corrected
 * and kept until the answer is complete ({@link WindowedSession}). Nothing is streamed early.
 *
 * <p>As safe for use by several threads as the Aligner behind it.
 */
public final class WindowedAligner implements Aligner {

    private final Aligner aligner;
    private final int answerCharacters;
    private final int questionCharacters;

    /**
     * Creates it.
     *
     * @param aligner corrects each window
     * @param answerCharacters the maximum number of characters of a window, at least 2
     * @param questionCharacters the maximum number of characters of the question that the Aligner reads, at least 0; it reads
     *     the end of a longer question
     */
    public WindowedAligner(Aligner aligner, int answerCharacters, int questionCharacters) {
        if (answerCharacters < 2 || questionCharacters < 0) {
            throw new IllegalArgumentException(
                    "a window must have at least 2 characters of the answer and 0 of the question, but these were "
                            + answerCharacters + " and " + questionCharacters);
        }
        this.aligner = Objects.requireNonNull(aligner, "aligner");
        this.answerCharacters = answerCharacters;
        this.questionCharacters = questionCharacters;
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        return correct(request, context, aligner);
    }

    /** Returns the limits of the Aligner that corrects each window; they hold for all windows together. */
    @Override
    public CorrectionLimits limits() {
        return aligner.limits();
    }

    @Override
    public boolean deterministic() {
        return aligner.deterministic();
    }

    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        return new WindowedSession(this, request, executor);
    }

    /** Corrects each window by {@code corrector}: the Aligner, or one that knows windows corrected early. */
    Correction correct(CorrectionRequest request, CorrectionContext context, Aligner corrector) {
        return AlignerCall.correct(
                (whole, limited) -> correctWindows(whole, limited, corrector), request, limits().applyTo(context));
    }

    private Correction correctWindows(CorrectionRequest request, CorrectionContext context, Aligner corrector) {
        long started = System.nanoTime();
        WindowJoiner joined = new WindowJoiner(context);
        Usage usage = joinWindows(request, context.maxNewTokens(), joined, corrector);
        String corrected = joined.finish();
        if (corrected.isBlank() && !request.answer().isBlank()) {
            throw new CorrectionRejectedException("the whole answer was deleted");
        }
        CorrectionGuards.check(CorrectionGuards.defaults(), request, corrected);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        return Correction.of(request.answer(), corrected, usage.tokens, elapsed)
                .withDetections(usage.detections)
                .withContextUse(usage.context);
    }

    /** The tokens of all windows, and the passages that each of them read. */
    private record Usage(TokenUsage tokens, List<Detection> detections, ContextUse context) {

        private static final Usage NONE = new Usage(TokenUsage.NONE, List.of(), ContextUse.NONE);

        Usage plus(Correction window) {
            List<Detection> all = new ArrayList<>(detections);
            all.addAll(window.detections());
            return new Usage(tokens.plus(window.usage()), all, window.contextUse());
        }

        int generated() {
            return tokens.completionTokens();
        }
    }

    private Usage joinWindows(
            CorrectionRequest request, OptionalInt maxNewTokens, WindowJoiner joined, Aligner corrector) {
        CorrectionRequest windowRequest = windowRequest(request);
        Usage usage = Usage.NONE;
        for (String window : SentenceWindows.of(request.answer(), answerCharacters)) {
            String words = SentenceWindows.words(window);
            int at = window.indexOf(words);
            joined.space(window.substring(0, at));
            if (!words.isEmpty()) {
                CorrectionContext next = withinLimit(joined.next(), maxNewTokens, usage.generated());
                Correction correction = AlignerCall.correct(corrector, windowRequest.withAnswer(words), next);
                joined.corrected(correction.answer());
                usage = usage.plus(correction);
                requireWithin(maxNewTokens, usage.generated());
            }
            joined.space(window.substring(at + words.length()));
        }
        return usage;
    }

    /** Limits a window to the tokens that are left; it needs at least one. */
    private static CorrectionContext withinLimit(CorrectionContext context, OptionalInt maxNewTokens, int generated) {
        requireWithin(maxNewTokens, generated + 1);
        return maxNewTokens.isEmpty() ? context : context.withMaxNewTokens(maxNewTokens.getAsInt() - generated);
    }

    private static void requireWithin(OptionalInt maxNewTokens, int tokens) {
        if (tokens > maxNewTokens.orElse(Integer.MAX_VALUE)) {
            throw new CorrectionRejectedException("its windows need more than the " + maxNewTokens.getAsInt()
                    + " tokens that they may have together; raise max-new-tokens, or correct shorter answers");
        }
    }

    Aligner aligner() {
        return aligner;
    }

    int answerCharacters() {
        return answerCharacters;
    }

    /** Returns the request of a window, without its answer. */
    CorrectionRequest windowRequest(CorrectionRequest request) {
        return request.toBuilder()
                .question(endOf(request.question(), questionCharacters))
                .answer("")
                .build();
    }

    /** Returns the part of a question that a windowed Aligner reads: its last {@code maxCharacters}, in whole characters. */
    public static String endOf(String question, int maxCharacters) {
        if (question.length() <= maxCharacters) {
            return question;
        }
        return question.substring(GraphemeClusters.of(question).ceiling(question.length() - maxCharacters));
    }
}
