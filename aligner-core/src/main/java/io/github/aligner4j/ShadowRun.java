package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.List;

/** One answer on its way through a stack's layers in the mode {@link LayerMode#SHADOW}, behind the call. */
final class ShadowRun {

    private ShadowRun() {}

    /** Queues the layers that observe {@code request}, if there are any. */
    static void submit(AlignerStack stack, CorrectionRequest request) {
        List<Layer> layers = stack.layers().stream()
                .filter(layer -> layer.rollout().decide(layer.name(), request) == LayerMode.SHADOW)
                .toList();
        if (!layers.isEmpty()) {
            stack.shadowQueue().submit(() -> run(stack, request, layers));
        }
    }

    private static void run(AlignerStack stack, CorrectionRequest request, List<Layer> layers) {
        CorrectionRequest current = request;
        for (Layer layer : layers) {
            current = current.withAnswer(observe(stack, current, layer));
        }
    }

    private static String observe(AlignerStack stack, CorrectionRequest request, Layer layer) {
        try (ShadowCall call = stack.shadowQueue().begin()) {
            Correction correction = AlignerCall.correct(layer.aligner(), request, call.context());
            Outcome outcome = correction.changed() ? Outcome.CORRECTED : Outcome.UNCHANGED;
            LayerTrace trace = new LayerTrace(layer.name(), outcome, Duration.ZERO, correction.usage(), "");
            stack.listener().onShadow(stack.name(), request, new LayerEvent(trace, correction, null));
            return correction.answer();
        }
    }
}
