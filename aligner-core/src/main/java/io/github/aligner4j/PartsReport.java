// SPDX-License-Identifier: Apache-2.0
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
    private final PartTexts texts;
    private final ShadowRun shadows;
    private final List<LayerTrace> traces = new ArrayList<>();

    private CorrectionRequest current;

    PartsReport(
            AlignerStack stack,
            List<RolloutDecision> decisions,
            Map<String, LayerParts> parts,
            CorrectionRequest request,
            PartTexts texts) {
        this.stack = stack;
        this.decisions = decisions;
        this.parts = parts;
        this.request = request;
        this.texts = texts;
        this.shadows = new ShadowRun(stack, OptionalInt.empty());
        this.current = request;
    }

    /** Reports a corrected answer, and returns its correction with the layers' traces. */
    Correction complete(Correction correction) {
        CorrectionListener.Scope scope = stack.listener().onStackStart(stack.name(), request);
        try {
            reportLayers();
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
            reportLayers();
            end(null);
        } finally {
            scope.close();
        }
    }

    private void end(@Nullable Correction correction) {
        stack.listener().onStack(stack.name(), request, new StackEvent(traces, correction));
        shadows.submit();
    }

    /** Reports the layers up to the one that failed. */
    private void reportLayers() {
        boolean failed = false;
        for (int i = 0; i < decisions.size() && !failed; i++) {
            Layer layer = stack.layers().get(i);
            LayerParts layerParts = parts.get(layer.name());
            if (decisions.get(i).observes()) {
                reportShadow(layer);
            } else if (layerParts != null) {
                if (decisions.get(i).enforces()) {
                    shadows.separate();
                }
                failed = reportLayer(layer, layerParts) == Outcome.FAILED;
            }
        }
    }

    private void reportShadow(Layer layer) {
        shadows.add(layer, current);
        LayerPass pass = new LayerPass(layer, current, CorrectionContext.DEFAULT, LayerMode.SHADOW);
        report(layer, current, pass.event(pass.trace(Outcome.SHADOWED, ""), null));
    }

    private Outcome reportLayer(Layer layer, LayerParts layerParts) {
        String corrected = texts.after(layerParts);
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
