// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.windowed;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.DetectingAligner;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.streaming.WindowJoiner;
import io.github.aligner4j.text.GraphemeClusters;
import io.github.aligner4j.text.SentenceWindows;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Corrects an answer window by window, a few sentences at a time.
 *
 * <p><b>Why.</b> A small model copies and corrects one or two sentences reliably; on a whole page it loses its place, and the time
 * to the first corrected word grows with the page. Checkpoints trained on short answers therefore say in their {@code aligner.json}
 * how long a window may be.
 *
 * <p><b>Windows.</b> A window is one or more whole sentences of one line ({@link SentenceWindows}), shorter than the limit. Lines
 * are never joined, so headings, list items and table rows keep their structure. White space between windows is not part of them:
 * the Aligner never sees it, and it is kept character for character. Only a window that is deleted entirely takes some along, but
 * no two lines or paragraphs are joined ({@link WindowJoiner}).
 *
 * <p><b>One answer, one correction.</b> Each window is corrected like an answer of its own, in order, so corrected text is streamed
 * while later windows still wait. But limits and checks hold for the answer: the timeout of the {@link CompletionAligner} behind it
 * and a limit of new tokens set there count for all windows together (its default limit counts for each window), a failed window
 * fails the whole correction, and the {@link CorrectionGuards#defaults()} check the joined text as well.
 *
 * <p><b>Side by side.</b> {@value #WINDOWS_SIDE_BY_SIDE} windows are corrected together, which a model that batches requests does in
 * fewer passes ({@link Aligner#correctAll}); others correct one after another, and so do all if there is a limit of new tokens for the
 * answer. Text is streamed in order, and no work goes on after a failure.
 *
 * <p><b>Detection.</b> Before a {@link DetectingAligner} corrects, its detector classifies {@value #WINDOWS_SIDE_BY_SIDE} windows
 * together, which a model that batches requests reads in fewer passes; then the windows with its label are corrected, also together.
 * These detections don't count towards the limit of new tokens. The correction has the detections of all windows.
 *
 * <p><b>Early work.</b> While an answer is still being generated ({@link #begin}), windows that can't change any more are corrected
 * and kept until the answer is complete ({@link WindowedSession}). Nothing is streamed early.
 *
 * <p>As safe for use by several threads as the Aligner behind it.
 */
public final class WindowedAligner implements Aligner {

    /** The number of windows that are classified and corrected together; a larger one would delay the first text and save little. */
    static final int WINDOWS_SIDE_BY_SIDE = 16;

    private final Aligner aligner;
    private final int answerCharacters;
    private final int questionCharacters;
    private final int maxWindows;

    /**
     * Creates one that corrects all windows.
     *
     * @param aligner corrects each window
     * @param answerCharacters the maximum number of characters of a window, at least 2
     * @param questionCharacters the maximum number of characters of the question that the Aligner reads, at least 0; it reads
     *     the end of a longer question
     */
    public WindowedAligner(Aligner aligner, int answerCharacters, int questionCharacters) {
        this(aligner, answerCharacters, questionCharacters, Integer.MAX_VALUE);
    }

    private WindowedAligner(Aligner aligner, int answerCharacters, int questionCharacters, int maxWindows) {
        if (answerCharacters < 2 || questionCharacters < 0) {
            throw new IllegalArgumentException(
                    "a window must have at least 2 characters of the answer and 0 of the question, but these were "
                            + answerCharacters + " and " + questionCharacters);
        }
        this.aligner = Objects.requireNonNull(aligner, "aligner");
        this.answerCharacters = answerCharacters;
        this.questionCharacters = questionCharacters;
        this.maxWindows = maxWindows;
    }

    /**
     * Returns a copy that corrects the first {@code maxWindows} windows of an answer only, for Aligners that improve its beginning.
     * The rest stays character for character: neither a detector nor the Aligner reads it.
     *
     * @throws IllegalArgumentException if {@code maxWindows} is below 1
     */
    @Incubating
    public WindowedAligner withMaxWindows(int maxWindows) {
        if (maxWindows < 1) {
            throw new IllegalArgumentException("max-windows must be at least 1, but was " + maxWindows);
        }
        return new WindowedAligner(aligner, answerCharacters, questionCharacters, maxWindows);
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        return correct(request, context, this::correctTogether);
    }

    /**
     * Returns a detector that classifies answers window by window and returns the highest score; empty unless the Aligner is a
     * {@link DetectingAligner}.
     */
    @Incubating
    public Optional<Detector> detector() {
        return aligner instanceof DetectingAligner detecting
                ? Optional.of(new WindowedDetector(this, detecting.detector(), detecting.label()))
                : Optional.empty();
    }

    /** Returns the limits of the Aligner that corrects each window; they hold for all windows together. */
    @Override
    public CorrectionLimits limits() {
        return aligner.limits();
    }

    @Override
    public AlignerDescription description() {
        return aligner.description();
    }

    @Override
    public boolean deterministic() {
        return aligner.deterministic();
    }

    /** Returns true, unless only the first windows of an answer are corrected. */
    @Override
    public boolean supportsWindows() {
        return maxWindows == Integer.MAX_VALUE;
    }

    /**
     * Returns a copy whose {@link DetectingAligner} has another threshold.
     *
     * @throws IllegalArgumentException if the threshold is not between 0 and 1, or the Aligner is no {@code DetectingAligner}
     */
    @Incubating
    public WindowedAligner withThreshold(double threshold) {
        if (!(aligner instanceof DetectingAligner detecting)) {
            throw new IllegalArgumentException(
                    "threshold is " + threshold + ", but the Aligner of the windows has no detector; leave it out");
        }
        return new WindowedAligner(
                detecting.withThreshold(threshold), answerCharacters, questionCharacters, maxWindows);
    }

    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        return new WindowedSession(this, request, executor);
    }

    /** Corrects each window as {@code plan} says. */
    Correction correct(CorrectionRequest request, CorrectionContext context, WindowPlan plan) {
        return AlignerCall.correct(
                (whole, limited) -> correctWindows(whole, limited, plan),
                request,
                limits().applyTo(context.withoutUpstream()));
    }

    /**
     * Corrects windows together; with a detector, only those that it finds. With a limit of new tokens, one after another, since each may
     * use what the ones before it have left.
     */
    void correctTogether(
            List<CorrectionRequest> windows,
            CorrectionContext context,
            IntFunction<CorrectionContext> contexts,
            Consumer<Correction> each) {
        List<Detection> detections =
                aligner instanceof DetectingAligner detecting ? detecting.detectAll(windows, context) : List.of();
        int together = context.maxNewTokens().isPresent() ? 1 : Math.max(1, windows.size());
        for (int from = 0; from < windows.size(); from += together) {
            int start = from;
            List<CorrectionRequest> next = windows.subList(from, from + together);
            if (aligner instanceof DetectingAligner detecting) {
                detecting.correctAll(
                        next, detections.subList(from, from + together), index -> contexts.apply(start + index), each);
            } else {
                aligner.correctAll(next, index -> contexts.apply(start + index), each);
            }
        }
    }

    /** Returns the requests of the windows of an answer, without those of white space. */
    List<CorrectionRequest> windowRequests(CorrectionRequest request) {
        List<CorrectionRequest> all =
                Window.requests(Window.of(request.answer(), answerCharacters), windowRequest(request));
        return all.subList(0, Math.min(maxWindows, all.size()));
    }

    private Correction correctWindows(CorrectionRequest request, CorrectionContext context, WindowPlan plan) {
        long started = System.nanoTime();
        WindowRun run = new WindowRun(windowRequest(request), context, plan);
        List<Window> windows = Window.of(request.answer(), answerCharacters);
        int corrected = Window.endOf(windows, maxWindows);
        run.correct(windows.subList(0, corrected), WINDOWS_SIDE_BY_SIDE);
        run.keep(windows.subList(corrected, windows.size()));
        String text = run.finish();
        if (!context.isPart() && text.isBlank() && !request.answer().isBlank()) {
            throw new CorrectionRejectedException("the whole answer was deleted");
        }
        CorrectionGuards.check(CorrectionGuards.ofWindows(), request, text);
        return run.correction(request.answer(), text, Duration.ofNanos(System.nanoTime() - started));
    }

    Aligner aligner() {
        return aligner;
    }

    int maxWindows() {
        return maxWindows;
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
