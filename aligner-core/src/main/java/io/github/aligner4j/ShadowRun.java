// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.FailurePolicy.Retry;
import io.github.aligner4j.LayerTrace.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The layers in the mode {@link LayerMode#SHADOW} that observe one answer in the background. Each corrects what it would have been given
 * if it were enforced: the answer of the call at its place, or the correction of the layer directly before it if that observes, too.
 * Retries are made as in a call; nothing else that a policy does has an effect here.
 *
 * <p>Filled by the call's thread and run by one of the {@link ShadowQueue}. Keeps requests, but nothing of the call's context: no
 * cancellation, listener or upstream model.
 */
final class ShadowRun {

    private final AlignerStack stack;
    private final OptionalInt maxNewTokens;
    private final List<Observer> observers = new ArrayList<>();
    private boolean joined;

    ShadowRun(AlignerStack stack, OptionalInt maxNewTokens) {
        this.stack = stack;
        this.maxNewTokens = maxNewTokens;
    }

    /** Adds a layer that observes {@code request}'s answer. */
    void add(Layer layer, CorrectionRequest request) {
        observers.add(new Observer(layer, request, joined));
        joined = true;
    }

    /** Keeps the next layer from reading the correction of the last one, as an enforced layer is between them. */
    void separate() {
        joined = false;
    }

    /** Queues the layers, if there are any. */
    void submit() {
        if (!observers.isEmpty()) {
            stack.shadowQueue().submit(this::run);
        }
    }

    /** Runs the layers in order; returns false if the queue was closed before the last one had ended. */
    private boolean run() {
        String answer = "";
        for (Observer observer : observers) {
            CorrectionRequest request = observer.joined ? observer.request.withAnswer(answer) : observer.request;
            LayerEvent event = observe(observer.layer, request);
            if (event == null) {
                return false;
            }
            warn(observer.layer, event);
            stack.listener().onShadow(stack.name(), request, event);
            Correction correction = event.correction();
            answer = correction == null ? request.answer() : correction.answer();
        }
        return true;
    }

    /** Returns the outcome of one layer, or null if it was cancelled because the queue was closed. */
    private @Nullable LayerEvent observe(Layer layer, CorrectionRequest request) {
        ShadowQueue queue = stack.shadowQueue();
        try (ShadowCall call = queue.begin()) {
            LayerPass pass = new LayerPass(layer, request, call.context(maxNewTokens), LayerMode.SHADOW);
            RuntimeException failure;
            try {
                correct(pass);
                failure = pass.failed() ? pass.failure() : null;
            } catch (CorrectionCancelledException e) {
                failure = call.late() ? queue.tooLate() : e;
                if (queue.isClosed()) {
                    return null;
                }
            }
            return failure == null
                    ? pass.event(pass.trace(), null)
                    : pass.event(pass.trace(Outcome.FAILED, pass.describe(failure)), failure);
        }
    }

    private static void correct(LayerPass pass) {
        pass.begin(pass.layer().aligner(), null);
        for (FailurePolicy policy : Policies.chain(pass.layer().failurePolicy())) {
            if (policy instanceof Retry retry) {
                for (int i = 0; i < retry.maxRetries() && pass.failed(); i++) {
                    pass.retry(retry.aligner(), null);
                }
            }
        }
    }

    private void warn(Layer layer, LayerEvent event) {
        if (event.failure() != null) {
            stack.log()
                    .warn(
                            stack.name() + "/" + layer.name() + "/" + LayerMode.SHADOW,
                            "layer '" + layer.name() + "' of '" + stack.name()
                                    + "' in shadow mode gave no correction, which no answer depends on: "
                                    + event.trace().detail());
        }
    }

    /**
     * A layer that observes.
     *
     * @param joined true if it reads the correction of the observer before it
     */
    private record Observer(Layer layer, CorrectionRequest request, boolean joined) {}
}
