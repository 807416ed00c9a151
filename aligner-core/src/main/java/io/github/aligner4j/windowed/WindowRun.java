// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.windowed;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.streaming.WindowJoiner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Corrects the windows of one answer, in order, and joins them. For one thread. */
final class WindowRun {

    private final CorrectionRequest request;
    private final CorrectionContext context;
    private final WindowPlan plan;
    private final WindowJoiner joined;
    private final List<Detection> detections = new ArrayList<>();
    private final Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    private TokenUsage usage = TokenUsage.NONE;
    private ContextUse contextUse = ContextUse.NONE;
    private int counted;

    /**
     * Creates it.
     *
     * @param request the request of a window, without its answer
     * @param context the context of the answer, whose limit of new tokens holds for all windows together
     */
    WindowRun(CorrectionRequest request, CorrectionContext context, WindowPlan plan) {
        this.request = request;
        this.context = context;
        this.plan = plan;
        this.joined = new WindowJoiner(context);
    }

    /** Corrects {@code windows}, at most {@code sideBySide} of which {@link WindowPlan} sees together. */
    void correct(List<Window> windows, int sideBySide) {
        for (int start = 0; start < windows.size(); start += sideBySide) {
            correctTogether(windows.subList(start, Math.min(windows.size(), start + sideBySide)));
        }
    }

    private void correctTogether(List<Window> windows) {
        Iterator<Window> rest = windows.iterator();
        List<CorrectionRequest> requests = Window.requests(windows, request);
        Window first = next(rest);
        if (first == null) {
            return;
        }
        AtomicReference<@Nullable Window> current = new AtomicReference<>(first);
        try {
            plan.correct(requests, context, index -> withinLimit(joined.next()), correction -> {
                add(correction);
                joined.space(Objects.requireNonNull(current.get()).after());
                current.set(next(rest));
            });
        } catch (CorrectionRejectedException e) {
            CorrectionRejectedException rejection = isWithin(counted + 1) ? e : needsMore();
            rejection.addDetections(detections);
            throw rejection;
        } catch (AlignerException e) {
            e.addDetections(detections);
            throw e;
        }
    }

    /** Appends white space up to the next window with words, and returns that window; null if there is none. */
    private @Nullable Window next(Iterator<Window> windows) {
        while (windows.hasNext()) {
            Window window = windows.next();
            joined.space(window.before());
            if (!window.words().isEmpty()) {
                return window;
            }
            joined.space(window.after());
        }
        return null;
    }

    /** Appends {@code windows} as they are. */
    void keep(List<Window> windows) {
        for (Window window : windows) {
            joined.space(window.before());
            if (!window.words().isEmpty()) {
                joined.kept(window.words());
            }
            joined.space(window.after());
        }
    }

    /** Returns the whole corrected text. */
    String finish() {
        return joined.finish();
    }

    /** Returns the correction of {@code original} to {@code corrected} with everything that the windows cost. */
    Correction correction(String original, String corrected, Duration elapsed) {
        return Correction.of(original, corrected, usage, elapsed)
                .withOutcomes(outcomes)
                .withDetections(detections)
                .withContextUse(contextUse);
    }

    private void add(Correction correction) {
        joined.corrected(correction.original(), correction.answer());
        usage = usage.plus(correction.usage());
        detections.addAll(correction.detections());
        outcomes.addAll(correction.outcomes());
        contextUse = correction.contextUse();
        TokenUsage detection =
                correction.detections().stream().map(Detection::usage).reduce(TokenUsage.NONE, TokenUsage::plus);
        counted += correction.usage().minus(detection).completionTokens();
        if (!isWithin(counted)) {
            throw needsMore();
        }
    }

    private boolean isWithin(int tokens) {
        return tokens <= context.maxNewTokens().orElse(Integer.MAX_VALUE);
    }

    private CorrectionRejectedException needsMore() {
        return new CorrectionRejectedException(
                "its windows need more than the " + context.maxNewTokens().orElseThrow()
                        + " tokens that they may have together; raise max-new-tokens, or correct shorter answers");
    }

    /** Limits a window to the tokens that are left. It needs at least one, which is rejected afterwards if none was left. */
    private CorrectionContext withinLimit(CorrectionContext next) {
        OptionalInt limit = context.maxNewTokens();
        return limit.isEmpty() ? next : next.withMaxNewTokens(Math.max(1, limit.getAsInt() - counted));
    }
}
