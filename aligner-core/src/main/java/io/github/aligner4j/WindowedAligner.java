package io.github.aligner4j;

import io.github.aligner4j.completion.TokenUsage;
import io.github.aligner4j.text.SentenceWindows;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Corrects an answer a few sentences at a time, for checkpoints that were trained on short answers and need no more of an
 * answer than the sentence at hand.
 *
 * <p>Windows are whole sentences of one line; the white space around them is kept and never read by the Aligner, but for that
 * after a window of which the Aligner leaves nothing. Each is corrected as an answer of its own, in order, so corrected text is
 * heard while later windows still wait. If one fails, the whole correction does. While an answer is still being written ({@link #begin}), windows that can't change any more are
 * corrected ahead, unheard; if the answer never gets its end, that was in vain.
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
    public Correction correct(CorrectionRequest request) {
        return correct(request, CorrectionCall.PLAIN);
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionCall call) {
        return correct(request, call, aligner::correct);
    }

    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        return new WindowedSession(this, request, executor);
    }

    Correction correct(CorrectionRequest request, CorrectionCall call, WindowCorrector corrector) {
        long started = System.nanoTime();
        JoinedWindows joined = new JoinedWindows(call);
        TokenUsage usage = TokenUsage.NONE;
        for (String window : SentenceWindows.of(request.answer(), answerCharacters)) {
            String words = window.strip();
            int at = window.indexOf(words);
            joined.space(window.substring(0, at));
            if (!words.isEmpty()) {
                Correction correction = corrector.correct(window(request, words), joined.next());
                joined.corrected(correction.answer());
                usage = usage.plus(correction.usage());
            }
            joined.space(window.substring(at + words.length()));
        }
        String corrected = joined.finish();
        if (corrected.isBlank() && !request.answer().isBlank()) {
            throw new CorrectionRejectedException("all of the answer was left out");
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        return Correction.of(request.answer(), corrected, usage, elapsed);
    }

    /** The words of each window, without the white space around them; windows without words left out. */
    List<String> words(String answer) {
        return SentenceWindows.of(answer, answerCharacters).stream()
                .map(String::strip)
                .filter(words -> !words.isEmpty())
                .toList();
    }

    Aligner aligner() {
        return aligner;
    }

    int answerCharacters() {
        return answerCharacters;
    }

    /** Returns the request to correct {@code words} as an answer of its own. */
    CorrectionRequest window(CorrectionRequest request, String words) {
        return new CorrectionRequest(
                endOf(request.question(), questionCharacters),
                words,
                request.conversation(),
                request.context(),
                request.attributes(),
                request.strength());
    }

    /** Returns what a windowed Aligner reads of a question: its last {@code maxCharacters}, without half a character. */
    public static String endOf(String question, int maxCharacters) {
        int cut = Math.max(0, question.length() - maxCharacters);
        boolean insidePair = cut > 0 && cut < question.length() && Character.isLowSurrogate(question.charAt(cut));
        return question.substring(insidePair ? cut + 1 : cut);
    }

    /** Corrects one window. */
    @FunctionalInterface
    interface WindowCorrector {

        /** Returns the correction of {@code window}, heard by {@code call}. */
        Correction correct(CorrectionRequest window, CorrectionCall call);
    }
}
