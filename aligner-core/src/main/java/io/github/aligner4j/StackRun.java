package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One answer on its way through a stack.
 *
 * <p>The run is a loop over the layers with the answer so far as its only state. For each layer it lets the gate decide, calls
 * the Aligner, and turns the outcome into a trace. Three rules hold, and each is enforced in one place:
 *
 * <ul>
 *   <li><b>No uncorrected text is streamed.</b> Text that reached the listener can't be taken back, so only the last layer
 *       streams, and only if it fails closed ({@link #streams}): with any other policy a failure halfway would replace text that
 *       was already delivered. All other answers are delivered at once by {@link #finish}.
 *   <li><b>A policy handles failures of its layer only.</b> These are the exceptions of the gate and the Aligner. A cancellation
 *       ends the call, an exception of the text's listener is thrown unchanged ({@link AlignerCall}), and exceptions of the
 *       stack's {@link CorrectionListener} are logged and ignored ({@link SafeListener}).
 *   <li><b>One trace for each layer.</b> A layer ends in exactly one of {@link #skip}, {@link #accept} and {@link #fail}.
 * </ul>
 *
 * <p>Used by one thread, once.
 */
final class StackRun {

    private final AlignerStack stack;
    private final CorrectionRequest request;
    private final CorrectionContext context;
    private final long started = System.nanoTime();
    private final List<LayerTrace> traces = new ArrayList<>();

    private CorrectionRequest current;
    private TokenUsage usage = TokenUsage.NONE;
    private boolean delivered;
    private boolean refused;

    StackRun(AlignerStack stack, CorrectionRequest request, CorrectionContext context) {
        this.stack = stack;
        this.request = request;
        this.context = context;
        this.current = request;
    }

    /** Returns true if a layer refused, so that later layers are not called. */
    boolean ended() {
        return refused;
    }

    /** Passes the answer so far through the layer at {@code index}, by {@code aligner}: the layer's own, or its session. */
    void pass(int index, Aligner aligner) {
        context.cancellation().throwIfCancelled();
        Pass pass = new Pass(index, stack.layers().get(index));
        AlignerCall call = new AlignerCall(streams(index) ? context : context.withoutListener());
        Optional<String> reasonToSkip;
        Correction correction = null;
        try {
            reasonToSkip = decide(pass);
            if (reasonToSkip.isEmpty()) {
                correction = call.correct(aligner, current);
            }
        } catch (Throwable e) {
            call.throwListenerFailure();
            fail(pass, layerFailure(e));
            return;
        }
        if (correction == null) {
            skip(pass, reasonToSkip.orElse(""));
        } else {
            delivered = streams(index);
            accept(pass, correction);
        }
    }

    /** Delivers the answer, unless the last layer streamed it, and returns the stack's correction. */
    Correction finish() {
        if (!delivered) {
            context.emit(current.answer());
        }
        Correction correction = Correction.of(request.answer(), current.answer(), usage, since(started))
                .withLayers(traces);
        stack.listener().onStack(stack.name(), request, new StackEvent(traces, correction));
        return correction;
    }

    /** Returns true if the layer at {@code index} may stream. */
    private boolean streams(int index) {
        boolean last = index == stack.layers().size() - 1;
        return last && stack.layers().get(index).failurePolicy() instanceof FailurePolicy.FailClosed;
    }

    private Optional<String> decide(Pass pass) {
        GateDecision decision = pass.layer.gate().decide(current, context.withoutListener());
        pass.detections = decision.detections();
        usage = usage.plus(usageOf(decision.detections()));
        return decision.reasonToSkip();
    }

    /** Returns the layer's failure; throws a cancellation, which is the caller's doing and no layer's. */
    private RuntimeException layerFailure(Throwable thrown) {
        RuntimeException failure = Failures.toException(thrown);
        if (failure instanceof CorrectionCancelledException) {
            throw failure;
        }
        context.cancellation().throwIfCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw new CorrectionCancelledException("the caller was interrupted while it waited for a correction");
        }
        return failure;
    }

    private void skip(Pass pass, String reason) {
        report(current, new LayerEvent(pass.trace(Outcome.SKIPPED, TokenUsage.NONE, reason), null, null));
    }

    private void accept(Pass pass, Correction correction) {
        CorrectionRequest corrected = current;
        usage = usage.plus(correction.usage());
        current = corrected.withAnswer(correction.answer());
        Outcome outcome = correction.changed() ? Outcome.CORRECTED : Outcome.UNCHANGED;
        pass.add(correction.detections());
        report(corrected, new LayerEvent(pass.trace(outcome, correction), correction, null));
    }

    private void fail(Pass pass, RuntimeException failure) {
        Layer layer = pass.layer;
        Outcome outcome = outcomeOf(layer.failurePolicy());
        if (failure instanceof AlignerException exception) {
            pass.add(exception.detections());
            usage = usage.plus(usageOf(exception.detections()));
        }
        String detail = Failures.describe(failure);
        report(current, new LayerEvent(pass.trace(outcome, TokenUsage.NONE, detail), null, failure));
        if (outcome == Outcome.FAILED) {
            stack.listener().onStack(stack.name(), request, new StackEvent(traces, null));
            throw new LayerFailedException(
                    layer.name(), pass.index + 1, stack.layers().size(), failure);
        }
        warn(layer, outcome, detail);
        if (layer.failurePolicy() instanceof FailurePolicy.Refuse refuse) {
            current = current.withAnswer(refuse.sentence());
            refused = true;
        }
    }

    private void warn(Layer layer, Outcome outcome, String detail) {
        String consequence = outcome == Outcome.REFUSED
                ? "the answer was replaced by the layer's refusal"
                : "the answer goes on without it, as the layer fails open";
        stack.log()
                .warn(
                        stack.name() + "/" + layer.name() + "/" + outcome,
                        "layer '" + layer.name() + "' of '" + stack.name() + "' gave no correction, so " + consequence
                                + ": " + detail);
    }

    private static Outcome outcomeOf(FailurePolicy policy) {
        if (policy instanceof FailurePolicy.FailOpen) {
            return Outcome.FAILED_OPEN;
        }
        return policy instanceof FailurePolicy.Refuse ? Outcome.REFUSED : Outcome.FAILED;
    }

    private void report(CorrectionRequest corrected, LayerEvent event) {
        traces.add(event.trace());
        stack.listener().onLayer(stack.name(), corrected, event);
    }

    private static TokenUsage usageOf(List<Detection> detections) {
        return detections.stream().map(Detection::usage).reduce(TokenUsage.NONE, TokenUsage::plus);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** The pass of the answer through one layer. */
    private static final class Pass {

        private final int index;
        private final Layer layer;
        private final long started = System.nanoTime();
        private List<Detection> detections = List.of();

        Pass(int index, Layer layer) {
            this.index = index;
            this.layer = layer;
        }

        /** Adds the detections of the layer's Aligner to those of its gate. */
        void add(List<Detection> more) {
            List<Detection> all = new ArrayList<>(detections);
            all.addAll(more);
            detections = all;
        }

        LayerTrace trace(Outcome outcome, TokenUsage usage, String detail) {
            return new LayerTrace(
                    layer.name(), outcome, since(started), usage, detail, detections, Map.of(), ContextUse.NONE);
        }

        LayerTrace trace(Outcome outcome, Correction correction) {
            TokenUsage own = correction.usage().minus(usageOf(correction.detections()));
            return new LayerTrace(
                    layer.name(),
                    outcome,
                    since(started),
                    own,
                    "",
                    detections,
                    correction.usageBreakdown(),
                    correction.contextUse());
        }
    }
}
