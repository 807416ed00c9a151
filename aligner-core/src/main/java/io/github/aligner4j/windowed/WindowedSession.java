// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.windowed;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.KnownCorrections;
import io.github.aligner4j.streaming.TextAccumulator;
import io.github.aligner4j.text.SentenceWindows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Corrects the finished windows of an answer while the answer is still being generated.
 *
 * <p>Windows are corrected in order, one task for each. Each window of the complete answer takes the early correction of the same
 * text, and waits for it if it is still running. A window without one, or whose early correction failed, is corrected then, so a
 * failure of early work reaches the caller only if the window fails again. Corrections still running when the session is completed
 * or closed are cancelled.
 */
final class WindowedSession implements CorrectionSession {

    private static final int LOOKS_PER_WINDOW = 4;
    private static final int WINDOWS_PER_LOOK = 4;
    private static final int LOOK_SLACK = 256;

    private final WindowedAligner windowed;
    private final CorrectionRequest begun;
    private final CorrectionRequest windowRequest;
    private final Cancellation cancellation = Cancellation.create();
    private final EarlyCorrections early = new EarlyCorrections();
    private final TextAccumulator text;
    private final int maxShown;
    private int begunWindows;

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
    public void append(String chunk) {
        text.append(chunk);
    }

    @Override
    public Correction complete(CorrectionRequest request, CorrectionContext context) {
        text.close();
        try {
            boolean same = request.withAnswer("").equals(begun);
            return windowed.correct(request, context, same ? this::correctTogether : windowed::correctTogether);
        } finally {
            close();
        }
    }

    /** Takes the windows that were corrected early, and has the others corrected together. */
    private void correctTogether(
            List<CorrectionRequest> windows,
            CorrectionContext context,
            IntFunction<CorrectionContext> contexts,
            Consumer<Correction> each) {
        List<@Nullable Correction> taken = new ArrayList<>();
        windows.forEach(window -> taken.add(early.take(window.answer(), context)));
        new KnownCorrections(windows, taken, contexts, each)
                .passOn((others, theirContexts, passed) ->
                        windowed.correctTogether(others, context, theirContexts, passed));
    }

    @Override
    public void close() {
        text.close();
        cancellation.cancel();
    }

    /** Corrects the first window, unless it is the last one of a text that still grows; returns the characters done with. */
    private int correctNext(String shown) {
        if (begunWindows == windowed.maxWindows()) {
            text.close();
            return 0;
        }
        boolean more = shown.length() == maxShown;
        List<String> windows = SentenceWindows.of(shown, windowed.answerCharacters());
        int done = 0;
        for (String window : windows) {
            String words = SentenceWindows.words(window);
            done += window.length();
            if (!words.isEmpty()) {
                if (!more && shown.substring(done).isBlank()) {
                    return 0;
                }
                CorrectionContext context = CorrectionContext.DEFAULT.withCancellation(cancellation);
                early.correct(windowed.aligner(), windowRequest.withAnswer(words), context);
                begunWindows++;
                return done;
            }
        }
        return more ? done : 0;
    }
}
