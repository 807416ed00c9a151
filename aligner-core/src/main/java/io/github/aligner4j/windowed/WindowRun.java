package io.github.aligner4j.windowed;

import io.github.aligner4j.AlignerCall;
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
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

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
            List<Window> together = windows.subList(start, Math.min(windows.size(), start + sideBySide));
            List<CorrectionRequest> requests = Window.requests(together, request);
            List<WindowPlan.Step> steps = requests.isEmpty() ? List.of() : plan.steps(requests, context);
            int step = 0;
            for (Window window : together) {
                joined.space(window.before());
                if (!window.words().isEmpty()) {
                    correctOrReport(requests.get(step), steps.get(step));
                    step++;
                }
                joined.space(window.after());
            }
        }
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

    /** Adds the detections of the windows so far to a failure, which ends the correction of the answer. */
    private void correctOrReport(CorrectionRequest window, WindowPlan.Step step) {
        try {
            correct(window, step);
        } catch (AlignerException e) {
            e.addDetections(detections);
            throw e;
        }
    }

    private void correct(CorrectionRequest window, WindowPlan.Step step) {
        CorrectionContext next = step.generates() ? withinLimit(joined.next()) : joined.next();
        Correction correction = AlignerCall.correct(step.aligner(), window, next);
        joined.corrected(correction.answer());
        usage = usage.plus(correction.usage());
        detections.addAll(correction.detections());
        outcomes.addAll(correction.outcomes());
        contextUse = correction.contextUse();
        counted += correction.usage().minus(step.uncounted()).completionTokens();
        requireWithin(counted);
    }

    /** Limits a window to the tokens that are left; it needs at least one. */
    private CorrectionContext withinLimit(CorrectionContext next) {
        OptionalInt limit = context.maxNewTokens();
        requireWithin(counted + 1);
        return limit.isEmpty() ? next : next.withMaxNewTokens(limit.getAsInt() - counted);
    }

    private void requireWithin(int tokens) {
        OptionalInt limit = context.maxNewTokens();
        if (tokens > limit.orElse(Integer.MAX_VALUE)) {
            throw new CorrectionRejectedException("its windows need more than the " + limit.getAsInt()
                    + " tokens that they may have together; raise max-new-tokens, or correct shorter answers");
        }
    }
}
