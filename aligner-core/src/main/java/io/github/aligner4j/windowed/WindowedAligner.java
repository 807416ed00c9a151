package io.github.aligner4j.windowed;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.text.GraphemeClusters;
import io.github.aligner4j.text.SentenceWindows;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/**
 * Corrects an answer a few sentences at a time, for checkpoints that were trained on short answers and need no more of an
 * answer than the sentence at hand.
 *
 * <p>Windows are whole sentences of one line; the white space around them is kept and never read by the Aligner, but for that
 * after a window of which the Aligner leaves nothing. Each is corrected as an answer of its own, in order, so corrected text is
 * heard while later windows still wait. If one fails, the whole correction does, as it does if {@link
 * CorrectionGuards#defaults()} object to the whole. While an answer is still being written ({@link #begin}), windows that can't
 * change any more are corrected ahead, unheard; if the answer never gets its end, that was in vain.
 *
 * <p>The timeout of a {@link CompletionAligner} behind it and the limit of new tokens set there hold for all windows together;
 * its default limit, for each window.
 *
 * <p>As safe for several threads as the Aligner behind it.
 */
public final class WindowedAligner implements Aligner {

    private final Aligner aligner;
    private final int answerCharacters;
    private final int questionCharacters;

    /**
     * Creates it.
     *
     * @param aligner corrects each window
     * @param answerCharacters most characters of a window, at least 2
     * @param questionCharacters most characters of the question that the Aligner reads, at least 0; of a longer question it
     *     reads the end
     */
    public WindowedAligner(Aligner aligner, int answerCharacters, int questionCharacters) {
        if (answerCharacters < 2 || questionCharacters < 0) {
            throw new IllegalArgumentException(
                    "a window must have at least 2 characters of the answer and 0 of the question," + " but was given "
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

    /** Returns the limits of the Aligner that corrects each window: they hold for all windows together. */
    @Override
    public CorrectionLimits limits() {
        return aligner.limits();
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
        TokenUsage usage = joinWindows(request, context.maxNewTokens(), joined, corrector);
        String corrected = joined.finish();
        if (corrected.isBlank() && !request.answer().isBlank()) {
            throw new CorrectionRejectedException("all of the answer was left out");
        }
        CorrectionGuards.check(CorrectionGuards.defaults(), request, corrected);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        return Correction.of(request.answer(), corrected, usage, elapsed);
    }

    private TokenUsage joinWindows(
            CorrectionRequest request, OptionalInt maxNewTokens, WindowJoiner joined, Aligner corrector) {
        CorrectionRequest windowRequest = windowRequest(request);
        TokenUsage usage = TokenUsage.NONE;
        for (String window : SentenceWindows.of(request.answer(), answerCharacters)) {
            String words = SentenceWindows.words(window);
            int at = window.indexOf(words);
            joined.space(window.substring(0, at));
            if (!words.isEmpty()) {
                CorrectionContext next = withinLimit(joined.next(), maxNewTokens, usage.completionTokens());
                Correction correction = AlignerCall.correct(corrector, windowRequest.withAnswer(words), next);
                joined.corrected(correction.answer());
                usage = usage.plus(correction.usage());
                requireWithin(maxNewTokens, usage.completionTokens());
            }
            joined.space(window.substring(at + words.length()));
        }
        return usage;
    }

    /** Each window needs a token at least, so one that has none left need not be asked for. */
    private static CorrectionContext withinLimit(CorrectionContext call, OptionalInt maxNewTokens, int written) {
        requireWithin(maxNewTokens, written + 1);
        return maxNewTokens.isEmpty() ? call : call.withMaxNewTokens(maxNewTokens.getAsInt() - written);
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

    /** Returns the request of which each window is another answer. */
    CorrectionRequest windowRequest(CorrectionRequest request) {
        return request.toBuilder()
                .question(endOf(request.question(), questionCharacters))
                .answer("")
                .build();
    }

    /** Returns what a windowed Aligner reads of a question: its last {@code maxCharacters}, without half a character. */
    public static String endOf(String question, int maxCharacters) {
        if (question.length() <= maxCharacters) {
            return question;
        }
        return question.substring(GraphemeClusters.of(question).ceiling(question.length() - maxCharacters));
    }
}
