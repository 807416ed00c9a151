package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One answer on its way through a stack. Used by one thread, once. */
final class StackRun {

    private final AlignerStack stack;
    private final CorrectionContext call;
    private final GuardedCorrection heard;
    private final CorrectionRequest given;
    private final long started = System.nanoTime();
    private final List<LayerTrace> traces = new ArrayList<>();

    private CorrectionRequest current;
    private TokenUsage usage = TokenUsage.NONE;
    private boolean refused;

    StackRun(AlignerStack stack, CorrectionRequest request, CorrectionContext call) {
        this.stack = stack;
        this.call = call;
        this.heard = new GuardedCorrection(call);
        this.given = request;
        this.current = request;
    }

    boolean ended() {
        return refused;
    }

    void pass(int index, AlignerStack.LayerCorrector corrector) {
        call.cancellation().throwIfCancelled();
        Layer layer = stack.layers().get(index);
        long begun = System.nanoTime();
        Optional<String> skip;
        Correction correction = null;
        try {
            skip = reasonToSkip(layer.gate());
            if (skip.isEmpty()) {
                correction = GuardedCorrection.required(corrector.correct(index, current, callFor(index)));
                heard.throwListenerFailure();
            }
        } catch (Throwable e) {
            fail(index, begun, layersFailure(e));
            return;
        }
        if (correction == null) {
            tell(new LayerEvent(trace(layer, Outcome.SKIPPED, begun, skip.orElse("")), null, null));
        } else {
            accept(layer, correction, begun);
        }
    }

    Correction finish() {
        if (!heard.heard()) {
            call.emit(current.answer());
        }
        Correction correction = Correction.of(given.answer(), current.answer(), usage, since(started))
                .withLayers(traces);
        stack.listener().onStack(stack.name(), given, new StackEvent(traces, correction));
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

    /** Only the last layer may be heard while it writes, and only if nothing it wrote can be replaced afterwards. */
    private CorrectionContext callFor(int index) {
        Layer layer = stack.layers().get(index);
        boolean last = index == stack.layers().size() - 1;
        return last && layer.onFailure() instanceof FailurePolicy.FailClosed ? heard.call() : call.withoutListener();
    }

    /** Returns what the layer failed with; throws what is the caller's doing and no layer's. */
    private RuntimeException layersFailure(Throwable thrown) {
        heard.throwListenerFailure();
        RuntimeException failure = Failures.toException(thrown);
        if (failure instanceof CorrectionCancelledException) {
            throw failure;
        }
        call.cancellation().throwIfCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw new CorrectionCancelledException("the caller was interrupted while it waited for a correction");
        }
        return failure;
    }

    private void accept(Layer layer, Correction correction, long begun) {
        CorrectionRequest request = current;
        usage = usage.plus(correction.usage());
        current = request.withAnswer(correction.answer());
        Outcome outcome = correction.changed() ? Outcome.CORRECTED : Outcome.UNCHANGED;
        LayerTrace trace = new LayerTrace(layer.name(), outcome, since(begun), correction.usage(), "");
        tell(request, new LayerEvent(trace, correction, null));
    }

    private void fail(int index, long begun, RuntimeException failure) {
        Layer layer = stack.layers().get(index);
        Outcome outcome = outcomeOf(layer.onFailure());
        String detail = Failures.describe(failure);
        tell(new LayerEvent(trace(layer, outcome, begun, detail), null, failure));
        if (outcome == Outcome.FAILED) {
            stack.listener().onStack(stack.name(), given, new StackEvent(traces, null));
            throw new LayerFailedException(
                    layer.name(), index + 1, stack.layers().size(), failure);
        }
        warn(layer, outcome, detail);
        if (layer.onFailure() instanceof FailurePolicy.Refuse refuse) {
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

    private void tell(LayerEvent event) {
        tell(current, event);
    }

    private void tell(CorrectionRequest request, LayerEvent event) {
        traces.add(event.trace());
        stack.listener().onLayer(stack.name(), request, event);
    }

    private static LayerTrace trace(Layer layer, Outcome outcome, long begun, String detail) {
        return new LayerTrace(layer.name(), outcome, since(begun), TokenUsage.NONE, detail);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
