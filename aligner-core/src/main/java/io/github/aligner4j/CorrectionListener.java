package io.github.aligner4j;

import java.util.List;

/**
 * Observes the layers of a stack, for metrics, audit and logs. Called on the thread that corrects, so it should return quickly.
 * Whatever it throws, an {@link Error} included, is logged once for each class of exception and otherwise ignored.
 */
@FunctionalInterface
public interface CorrectionListener {

    /** A listener that does nothing. */
    CorrectionListener NONE = (stack, request, event) -> {};

    /**
     * Called after each layer, failed ones included.
     *
     * @param stack the stack's name
     * @param request the layer's request
     * @param event the layer's trace, and its correction or failure
     */
    void onLayer(String stack, CorrectionRequest request, LayerEvent event);

    /**
     * Called once for each answer, after the stack's last layer or the one that ended the call. Not called if the call was
     * cancelled or its text's listener threw an exception. This default does nothing.
     *
     * @param stack the stack's name
     * @param request the stack's request
     * @param event the traces, and the correction if there is one
     */
    default void onStack(String stack, CorrectionRequest request, StackEvent event) {}

    /** Returns a listener that calls each of {@code listeners} in order, even if some of them throw. */
    static CorrectionListener all(List<? extends CorrectionListener> listeners) {
        List<CorrectionListener> copied =
                listeners.stream().map(SafeListener::of).toList();
        return new CorrectionListener() {
            @Override
            public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
                copied.forEach(listener -> listener.onLayer(stack, request, event));
            }

            @Override
            public void onStack(String stack, CorrectionRequest request, StackEvent event) {
                copied.forEach(listener -> listener.onStack(stack, request, event));
            }
        };
    }
}
