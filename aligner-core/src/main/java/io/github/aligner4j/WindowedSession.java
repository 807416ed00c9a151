package io.github.aligner4j;

import io.github.aligner4j.completion.Cancellation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Corrects the windows of an answer that can't change any more while the answer is still being written.
 *
 * <p>One after another, in order, each as a task of its own. The windows that count are those of the complete answer: each
 * takes the correction that was made of the same words ahead, waits for it if it is being made, and is corrected in its turn
 * if there is none, or if that failed. So a failure ahead shows only if the window fails again.
 */
final class WindowedSession implements CorrectionSession {

    private static final int LOOKS_PER_WINDOW = 4;

    private final WindowedAligner windowed;
    private final CorrectionRequest begun;
    private final Cancellation cancellation = Cancellation.create();
    private final GrowingText text;
    private final List<Ahead> ahead = new ArrayList<>();

    /** Read and written by one look at a time. */
    private int windows;

    WindowedSession(WindowedAligner windowed, CorrectionRequest begun, Executor executor) {
        this.windowed = windowed;
        this.begun = begun;
        this.text = new GrowingText(
                Math.max(1, windowed.answerCharacters() / LOOKS_PER_WINDOW), executor, this::correctNext);
        text.append(begun.answer());
    }

    @Override
    public void append(String piece) {
        text.append(piece);
    }

    @Override
    public Correction complete(CorrectionRequest request, CorrectionCall call) {
        text.close();
        boolean same = request.withAnswer("").equals(begun.withAnswer(""));
        return windowed.correct(request, call, (window, heard) -> {
            heard.cancellation().throwIfCancelled();
            Ahead found = same ? take(window.answer()) : null;
            Correction correction = found == null ? null : found.await(heard);
            if (correction == null) {
                return windowed.aligner().correct(window, heard);
            }
            heard.emit(correction.answer());
            return correction;
        });
    }

    @Override
    public void close() {
        text.close();
        cancellation.cancel();
    }

    /** The last window of a text that grows is not yet one. */
    private boolean correctNext(String now) {
        List<String> words = windowed.words(now);
        int settled = words.size() - 1;
        if (windows >= settled) {
            return false;
        }
        correctAhead(words.get(windows++));
        return windows < settled;
    }

    private void correctAhead(String words) {
        Ahead next = new Ahead(words, new CompletableFuture<>());
        synchronized (ahead) {
            ahead.add(next);
        }
        try {
            CorrectionCall call = CorrectionCall.cancelledBy(cancellation);
            next.correction().complete(windowed.aligner().correct(windowed.window(begun, words), call));
        } catch (Throwable e) {
            next.correction().completeExceptionally(e);
            throw e;
        }
    }

    private @Nullable Ahead take(String words) {
        synchronized (ahead) {
            for (Iterator<Ahead> made = ahead.iterator(); made.hasNext(); ) {
                Ahead next = made.next();
                if (next.words().equals(words)) {
                    made.remove();
                    return next;
                }
            }
        }
        return null;
    }
}
