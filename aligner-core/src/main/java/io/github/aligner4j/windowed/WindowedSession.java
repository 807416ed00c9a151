package io.github.aligner4j.windowed;

import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.streaming.PendingCorrection;
import io.github.aligner4j.streaming.TextAccumulator;
import io.github.aligner4j.text.SentenceWindows;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Corrects the windows of an answer that can't change any more while the answer is still being written.
 *
 * <p>One after another, in order, each as a task of its own. The windows that count are those of the complete answer: each
 * takes the correction that was made of the same words ahead, waits for it if it is being made, and is corrected in its turn
 * if there is none, or if that failed. So a failure ahead shows only if the window fails again. What is still being corrected
 * when the answer is done, or nobody waits for it, is cancelled.
 */
final class WindowedSession implements CorrectionSession {

    private static final int LOOKS_PER_WINDOW = 4;
    private static final int WINDOWS_PER_LOOK = 4;
    private static final int LOOK_SLACK = 256;

    private final WindowedAligner windowed;
    private final CorrectionRequest begun;
    private final CorrectionRequest windowRequest;
    private final Cancellation cancellation = Cancellation.create();
    private final TextAccumulator text;
    private final int maxShown;
    private final Map<String, Deque<PendingCorrection>> ahead = new HashMap<>();

    WindowedSession(WindowedAligner windowed, CorrectionRequest begun, Executor executor) {
        this.windowed = windowed;
        this.begun = begun.withAnswer("");
        this.windowRequest = windowed.windowRequest(begun);
        this.maxShown =
                (int) Math.min(Integer.MAX_VALUE, (long) WINDOWS_PER_LOOK * windowed.answerCharacters() + LOOK_SLACK);
        int step = Math.max(1, windowed.answerCharacters() / LOOKS_PER_WINDOW);
        this.text = new TextAccumulator(step, maxShown, executor, this::correctNext);
        text.append(begun.answer());
    }

    @Override
    public void append(String piece) {
        text.append(piece);
    }

    @Override
    public Correction complete(CorrectionRequest request, CorrectionContext context) {
        text.close();
        try {
            boolean same = request.withAnswer("").equals(begun);
            return windowed.correct(request, context, (window, windowContext) -> {
                PendingCorrection found = same ? take(window.answer()) : null;
                Correction correction = found == null ? null : found.await(windowContext);
                return correction == null ? windowed.aligner().correct(window, windowContext) : correction;
            });
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        text.close();
        cancellation.cancel();
    }

    /** The last window of a text that grows is not yet one. */
    private int correctNext(String shown) {
        boolean more = shown.length() == maxShown;
        List<String> windows = SentenceWindows.of(shown, windowed.answerCharacters());
        int done = 0;
        for (int i = 0; i < windows.size(); i++) {
            String words = SentenceWindows.words(windows.get(i));
            done += windows.get(i).length();
            if (!words.isEmpty()) {
                if (!more && shown.substring(done).isBlank()) {
                    return 0;
                }
                correctAhead(words);
                return done;
            }
        }
        return more ? done : 0;
    }

    private void correctAhead(String words) {
        PendingCorrection next = new PendingCorrection(words, new CompletableFuture<>());
        synchronized (ahead) {
            ahead.computeIfAbsent(words, key -> new ArrayDeque<>()).add(next);
        }
        try {
            CorrectionContext context = CorrectionContext.DEFAULT.withCancellation(cancellation);
            CorrectionRequest window = windowRequest.withAnswer(words);
            next.correction().complete(AlignerCall.correct(windowed.aligner(), window, context));
        } catch (Throwable e) {
            next.correction().completeExceptionally(e);
            throw e;
        }
    }

    private @Nullable PendingCorrection take(String words) {
        synchronized (ahead) {
            Deque<PendingCorrection> made = ahead.get(words);
            return made == null ? null : made.poll();
        }
    }
}
