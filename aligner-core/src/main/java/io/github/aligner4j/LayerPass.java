// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The pass of one answer through one layer: its gate and its Aligners, each of which is called with the same request. The pass keeps
 * their failures and detections, for policies to decide on and for the layer's trace. What is not the layer's failure is thrown: a
 * cancellation, and an exception of the text's listener.
 *
 * <p>Used by one thread.
 */
final class LayerPass {

    private final Layer layer;
    private final CorrectionRequest request;
    private final CorrectionContext context;
    private final LayerMode mode;
    private final UnaryOperator<Aligner> form;
    private final long started = System.nanoTime();
    private final List<Detection> detections = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private TokenUsage detected = TokenUsage.NONE;
    private @Nullable String reasonToSkip;
    private @Nullable Correction correction;
    private Aligner lastCalled;

    /**
     * Creates it.
     *
     * @param context cancellation, deadline and limits of the call
     * @param mode the layer's mode for this answer
     */
    LayerPass(Layer layer, CorrectionRequest request, CorrectionContext context, LayerMode mode) {
        this(layer, request, context, mode, UnaryOperator.identity());
    }

    /**
     * Creates it.
     *
     * @param context cancellation, deadline and limits of the call
     * @param mode the layer's mode for this answer
     * @param form returns the Aligner that corrects an answer of this form in place of another
     */
    LayerPass(
            Layer layer,
            CorrectionRequest request,
            CorrectionContext context,
            LayerMode mode,
            UnaryOperator<Aligner> form) {
        this.layer = layer;
        this.request = request;
        this.context = context.withoutListener().withoutUpstream();
        this.mode = mode;
        this.form = form;
        this.lastCalled = layer.aligner();
    }

    Layer layer() {
        return layer;
    }

    CorrectionRequest request() {
        return request;
    }

    /** Returns true if neither the gate has skipped the layer nor an Aligner has corrected: if the last attempt failed. */
    boolean failed() {
        return reasonToSkip == null && correction == null;
    }

    /** Returns the correction, if there is one. */
    Optional<Correction> correction() {
        return Optional.ofNullable(correction);
    }

    /** Returns the failures, in order. */
    List<RuntimeException> failures() {
        return failures;
    }

    /**
     * Lets the gate decide and, if it applies the layer, has {@code aligner} correct.
     *
     * @param aligner the layer's Aligner, or its session
     */
    void begin(Aligner aligner, @Nullable CorrectionContext streaming) {
        try {
            GateDecision decision = layer.gate().decide(request, context);
            add(decision.detections());
            reasonToSkip = decision.reasonToSkip().orElse(null);
        } catch (Throwable e) {
            fail(e);
            return;
        }
        if (reasonToSkip == null) {
            correct(aligner, streaming);
        }
    }

    /**
     * Has {@code aligner}, which is not the layer's, correct.
     *
     * @param streaming the context that the text is streamed to, if it is
     */
    void retry(Aligner aligner, @Nullable CorrectionContext streaming) {
        lastCalled = aligner;
        correct(aligner, streaming);
    }

    private void correct(Aligner aligner, @Nullable CorrectionContext streaming) {
        AlignerCall call = new AlignerCall(streaming == null ? context : streaming.withoutUpstream());
        try {
            Correction corrected = call.correct(form.apply(aligner), request);
            correction = corrected;
            detections.addAll(corrected.detections());
        } catch (Throwable e) {
            call.throwListenerFailure();
            fail(e);
        }
    }

    /** Adds something to the description of a failure; quotes no texts. */
    void note(String note) {
        notes.add(note);
    }

    /** Throws a cancellation, which is the caller's doing, and keeps every other failure as the layer's. */
    private void fail(Throwable thrown) {
        RuntimeException failure = Failures.toException(thrown);
        throwIfCancelled(failure, context);
        failures.add(failure);
        if (failure instanceof AlignerException exception) {
            add(exception.detections());
        }
    }

    /** Throws {@code failure} if it is a cancellation; throws one if the call was cancelled or its thread interrupted meanwhile. */
    static void throwIfCancelled(RuntimeException failure, CorrectionContext context) {
        if (failure instanceof CorrectionCancelledException) {
            throw failure;
        }
        context.cancellation().throwIfCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw new CorrectionCancelledException("the caller was interrupted while it waited for a correction");
        }
    }

    private void add(List<Detection> more) {
        detections.addAll(more);
        detected = detected.plus(usageOf(more));
    }

    /** Returns the tokens read and generated, detections included. */
    TokenUsage usage() {
        return correction == null ? detected : detected.plus(correction.usage());
    }

    /** Returns the trace of a layer that the gate has skipped or an Aligner has corrected. */
    LayerTrace trace() {
        if (correction == null) {
            return trace(Outcome.SKIPPED, reasonToSkip == null ? "" : reasonToSkip);
        }
        return new LayerTrace(
                layer.name(),
                correction.changed() ? Outcome.CORRECTED : Outcome.UNCHANGED,
                elapsed(),
                correction.usage().minus(usageOf(correction.detections())),
                failures.isEmpty() ? "" : describeRetry(),
                detections,
                correction.usageBreakdown(),
                correction.contextUse());
    }

    /** Returns the trace of a layer without a correction. */
    LayerTrace trace(Outcome outcome, String detail) {
        return new LayerTrace(
                layer.name(), outcome, elapsed(), TokenUsage.NONE, detail, detections, Map.of(), ContextUse.NONE);
    }

    /** Returns the event of the layer with its correction, if there is one. */
    LayerEvent event(LayerTrace trace, @Nullable RuntimeException failure) {
        return new LayerEvent(trace, correction, failure, mode, LayerEvent.describe(lastCalled));
    }

    /** Returns the last failure. */
    RuntimeException failure() {
        return failures.get(failures.size() - 1);
    }

    /** Describes the last failure, {@code failure}, and those of the attempts before it. */
    String describe(RuntimeException failure) {
        String last = Failures.describe(failure);
        StringBuilder description = new StringBuilder(last);
        List<RuntimeException> before =
                failures.stream().filter(e -> e != failure).toList();
        if (!before.isEmpty()) {
            description.append("; attempt 1 failed, too: ").append(Failures.describe(before.get(0)));
        }
        notes.forEach(note -> description.append("; ").append(note));
        return description.toString();
    }

    private String describeRetry() {
        return "attempt " + (failures.size() + 1) + " succeeded; attempt 1: " + Failures.describe(failures.get(0));
    }

    private static TokenUsage usageOf(List<Detection> detections) {
        return detections.stream().map(Detection::usage).reduce(TokenUsage.NONE, TokenUsage::plus);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
