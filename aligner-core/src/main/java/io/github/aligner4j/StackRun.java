package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.completion.CompletionCancelledException;
import io.github.aligner4j.completion.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One answer on its way through a stack. Used by one thread, once. */
final class StackRun {

    private final AlignerStack stack;
    private final CorrectionListener listener;
    private final CorrectionCall call;
    private final CorrectionRequest given;
    private final long started = System.nanoTime();
    private final List<LayerTrace> traces = new ArrayList<>();

    private CorrectionRequest current;
    private TokenUsage usage = TokenUsage.NONE;
    private boolean refused;
    private boolean heard;

    StackRun(AlignerStack stack, CorrectionListener listener, CorrectionRequest request, CorrectionCall call) {
        this.stack = stack;
        this.listener = listener;
        this.call = call;
        this.given = request;
        this.current = request;
    }

    boolean ended() {
        return refused;
    }

    void pass(int index, AlignerStack.LayerCorrector corrector) {
        call.cancellation().throwIfCancelled();
        Layer layer = stack.layers().get(index);
        CorrectionRequest request = current;
        long begun = System.nanoTime();
        try {
            Optional<String> skip = layer.gate().reasonToSkip(request);
            if (skip.isPresent()) {
                tell(request, new LayerEvent(trace(layer, Outcome.SKIPPED, begun, skip.get()), null, null));
            } else {
                accept(layer, request, corrector.correct(index, request, callFor(index)), begun);
            }
        } catch (CompletionCancelledException e) {
            throw e;
        } catch (RuntimeException e) {
            fail(index, request, begun, e);
        }
    }

    Correction finish() {
        if (!heard) {
            call.emit(current.answer());
        }
        Correction correction = Correction.of(given.answer(), current.answer(), usage, since(started))
                .withLayers(traces);
        listener.onStack(stack.name(), given, new StackEvent(traces, correction));
        return correction;
    }

    /** Only the last layer may be heard while it writes, and only if nothing it wrote can be replaced afterwards. */
    private CorrectionCall callFor(int index) {
        Layer layer = stack.layers().get(index);
        boolean last = index == stack.layers().size() - 1;
        if (last && call.heard() && layer.onFailure() instanceof FailurePolicy.FailClosed) {
            return call.heardBy(piece -> {
                heard = true;
                call.emit(piece);
            });
        }
        return call.unheard();
    }

    private void accept(Layer layer, CorrectionRequest request, Correction correction, long begun) {
        usage = usage.plus(correction.usage());
        current = request.withAnswer(correction.answer());
        Outcome outcome = correction.changed() ? Outcome.CORRECTED : Outcome.UNCHANGED;
        LayerTrace trace = new LayerTrace(layer.name(), outcome, since(begun), correction.usage(), "");
        tell(request, new LayerEvent(trace, correction, null));
    }

    private void fail(int index, CorrectionRequest request, long begun, RuntimeException failure) {
        Layer layer = stack.layers().get(index);
        Outcome outcome = outcomeOf(layer.onFailure());
        tell(
                request,
                new LayerEvent(trace(layer, outcome, begun, String.valueOf(failure.getMessage())), null, failure));
        if (layer.onFailure() instanceof FailurePolicy.Refuse refuse) {
            current = request.withAnswer(refuse.sentence());
            refused = true;
        } else if (outcome == Outcome.FAILED) {
            listener.onStack(stack.name(), given, new StackEvent(traces, null));
            throw new LayerFailedException(
                    layer.name(), index + 1, stack.layers().size(), failure);
        }
    }

    private static Outcome outcomeOf(FailurePolicy policy) {
        if (policy instanceof FailurePolicy.FailOpen) {
            return Outcome.FAILED_OPEN;
        }
        return policy instanceof FailurePolicy.Refuse ? Outcome.REFUSED : Outcome.FAILED;
    }

    private void tell(CorrectionRequest request, LayerEvent event) {
        traces.add(event.trace());
        listener.onLayer(stack.name(), request, event);
    }

    private static LayerTrace trace(Layer layer, Outcome outcome, long begun, String detail) {
        return new LayerTrace(layer.name(), outcome, since(begun), TokenUsage.NONE, detail);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
