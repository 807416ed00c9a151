package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One answer on its way through a stack. Used by one thread, once. */
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

    boolean ended() {
        return refused;
    }

    void pass(int index, Aligner aligner) {
        context.cancellation().throwIfCancelled();
        Layer layer = stack.layers().get(index);
        long begun = System.nanoTime();
        boolean streams = streams(index);
        AlignerCall call = new AlignerCall(streams ? context : context.withoutListener());
        Optional<String> skip;
        Correction correction = null;
        try {
            skip = reasonToSkip(layer.gate());
            if (skip.isEmpty()) {
                correction = call.correct(aligner, current);
            }
        } catch (Throwable e) {
            call.throwListenerFailure();
            fail(index, begun, layerFailure(e));
            return;
        }
        if (correction == null) {
            report(new LayerEvent(trace(layer, Outcome.SKIPPED, begun, skip.orElse("")), null, null));
        } else {
            delivered = streams;
            accept(layer, correction, begun);
        }
    }

    Correction finish() {
        if (!delivered) {
            context.emit(current.answer());
        }
        Correction correction = Correction.of(request.answer(), current.answer(), usage, since(started))
                .withLayers(traces);
        stack.listener().onStack(stack.name(), request, new StackEvent(traces, correction));
        return correction;
    }

    @SuppressWarnings("ConstantValue") // gates written without null checks exist
    private Optional<String> reasonToSkip(LayerGate gate) {
        Optional<String> reason = gate.reasonToSkip(current);
        if (reason == null) {
            throw new AlignerException("the gate returned null; to let an answer in, return Optional.empty()");
        }
        return reason;
    }

    /** Only the last layer may stream, and only if none of its text can be replaced afterwards. */
    private boolean streams(int index) {
        boolean last = index == stack.layers().size() - 1;
        return last && stack.layers().get(index).failurePolicy() instanceof FailurePolicy.FailClosed;
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

    private void accept(Layer layer, Correction correction, long begun) {
        CorrectionRequest corrected = current;
        usage = usage.plus(correction.usage());
        current = corrected.withAnswer(correction.answer());
        Outcome outcome = correction.changed() ? Outcome.CORRECTED : Outcome.UNCHANGED;
        LayerTrace trace = new LayerTrace(layer.name(), outcome, since(begun), correction.usage(), "");
        report(corrected, new LayerEvent(trace, correction, null));
    }

    private void fail(int index, long begun, RuntimeException failure) {
        Layer layer = stack.layers().get(index);
        Outcome outcome = outcomeOf(layer.failurePolicy());
        String detail = Failures.describe(failure);
        report(new LayerEvent(trace(layer, outcome, begun, detail), null, failure));
        if (outcome == Outcome.FAILED) {
            stack.listener().onStack(stack.name(), request, new StackEvent(traces, null));
            throw new LayerFailedException(
                    layer.name(), index + 1, stack.layers().size(), failure);
        }
        warn(layer, outcome, detail);
        if (layer.failurePolicy() instanceof FailurePolicy.Refuse refuse) {
            current = current.withAnswer(refuse.sentence());
            refused = true;
        }
    }

    private void warn(Layer layer, Outcome outcome, String detail) {
        String then = outcome == Outcome.REFUSED
                ? "the answer was replaced by the layer's refusal"
                : "the answer goes on without it, as the layer fails open";
        stack.log()
                .warn(
                        stack.name() + "/" + layer.name() + "/" + outcome,
                        "layer '" + layer.name() + "' of '" + stack.name() + "' gave no correction, so " + then + ": "
                                + detail);
    }

    private static Outcome outcomeOf(FailurePolicy policy) {
        if (policy instanceof FailurePolicy.FailOpen) {
            return Outcome.FAILED_OPEN;
        }
        return policy instanceof FailurePolicy.Refuse ? Outcome.REFUSED : Outcome.FAILED;
    }

    private void report(LayerEvent event) {
        report(current, event);
    }

    private void report(CorrectionRequest corrected, LayerEvent event) {
        traces.add(event.trace());
        stack.listener().onLayer(stack.name(), corrected, event);
    }

    private static LayerTrace trace(Layer layer, Outcome outcome, long begun, String detail) {
        return new LayerTrace(layer.name(), outcome, since(begun), TokenUsage.NONE, detail);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
