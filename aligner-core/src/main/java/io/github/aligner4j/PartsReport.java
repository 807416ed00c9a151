package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The report of an answer that was corrected in parts, as if it had passed through the stack as a whole. Used once. */
final class PartsReport {

    private final AlignerStack stack;
    private final List<RolloutDecision> decisions;
    private final Map<String, LayerParts> parts;
    private final CorrectionRequest request;
    private final ShadowRun shadows;
    private final List<LayerTrace> traces = new ArrayList<>();

    private CorrectionRequest current;
    private boolean enforced;

    PartsReport(
            AlignerStack stack,
            List<RolloutDecision> decisions,
            Map<String, LayerParts> parts,
            CorrectionRequest request) {
        this.stack = stack;
        this.decisions = decisions;
        this.parts = parts;
        this.request = request;
        this.shadows = new ShadowRun(stack, OptionalInt.empty());
        this.current = request;
    }

    /** Reports a corrected answer, and returns its correction with the layers' traces. */
    Correction complete(Correction correction) {
        CorrectionListener.Scope scope = stack.listener().onStackStart(stack.name(), request);
        try {
            reportLayers(correction.answer());
            Correction complete = correction.withLayers(traces);
            end(complete);
            return complete;
        } finally {
            scope.close();
        }
    }

    /** Reports an answer one part of which could not be corrected. */
    void fail() {
        CorrectionListener.Scope scope = stack.listener().onStackStart(stack.name(), request);
        try {
            reportLayers(null);
            end(null);
        } finally {
            scope.close();
        }
    }

    private void end(@Nullable Correction correction) {
        stack.listener().onStack(stack.name(), request, new StackEvent(traces, correction));
        shadows.submit();
    }

    /** Reports the layers up to the one that ended the answer. */
    private void reportLayers(@Nullable String answer) {
        int last = lastChanged();
        boolean ended = false;
        for (int i = 0; i < decisions.size() && !ended; i++) {
            Layer layer = stack.layers().get(i);
            LayerParts layerParts = parts.get(layer.name());
            if (decisions.get(i).observes()) {
                reportShadow(layer, answer);
            } else if (layerParts != null) {
                if (decisions.get(i).enforces()) {
                    enforced = true;
                    shadows.separate();
                }
                Outcome outcome = reportLayer(layer, layerParts, i == last ? answer : null);
                ended = outcome == Outcome.REFUSED || outcome == Outcome.FAILED;
            }
        }
    }

    /** Returns the index of the layer whose answer is the stack's, or -1. */
    private int lastChanged() {
        int last = stack.layers().size() - 1;
        while (last >= 0 && !changed(stack.layers().get(last))) {
            last--;
        }
        return last;
    }

    private boolean changed(Layer layer) {
        LayerParts layerParts = parts.get(layer.name());
        return layerParts != null && layerParts.changed();
    }

    private void reportShadow(Layer layer, @Nullable String answer) {
        CorrectionRequest observed = answer == null || !enforced ? request : request.withAnswer(answer);
        shadows.add(layer, observed);
        LayerPass pass = new LayerPass(layer, observed, CorrectionContext.DEFAULT, LayerMode.SHADOW);
        report(layer, observed, pass.event(pass.trace(Outcome.SHADOWED, ""), null));
    }

    /** Reports a layer, with the whole answer if it is known, or else its parts. */
    private Outcome reportLayer(Layer layer, LayerParts layerParts, @Nullable String answer) {
        String corrected = current.answer();
        if (layerParts.changed()) {
            corrected = answer == null ? layerParts.answer() : answer;
        }
        LayerEvent event = layerParts.merge(current.answer(), corrected);
        report(layer, current, event);
        current = current.withAnswer(corrected);
        return event.trace().outcome();
    }

    private void report(Layer layer, CorrectionRequest observed, LayerEvent event) {
        CorrectionListener.Scope scope = stack.listener().onLayerStart(stack.name(), layer.name(), observed);
        try {
            traces.add(event.trace());
            stack.listener().onLayer(stack.name(), observed, event);
        } finally {
            scope.close();
        }
    }
}
