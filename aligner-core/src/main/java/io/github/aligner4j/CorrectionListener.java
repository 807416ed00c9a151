package io.github.aligner4j;

import java.util.List;

/**
 * Hears what the layers of a stack do: for metrics, audit and logs. Called on the thread that corrects, so it should be
 * quick. What it throws, an {@link Error} too, is logged, once for each class of exception, and otherwise ignored.
 */
@FunctionalInterface
public interface CorrectionListener {

    /** Hears nothing. */
    CorrectionListener NONE = (stack, request, event) -> {};

    /**
     * Called after each layer, failed ones included.
     *
     * @param stack the stack's name
     * @param request what the layer was asked to correct
     * @param event what came of it
     */
    void onLayer(String stack, CorrectionRequest request, LayerEvent event);

    /**
     * Called once for each answer, after the stack's last layer or the one that ended the call. Does nothing unless
     * overridden. Not called for a call that was cancelled, or ended by what the listener of its text threw.
     *
     * @param stack the stack's name
     * @param request what the stack was asked to correct
     * @param event what came of it
     */
    default void onStack(String stack, CorrectionRequest request, StackEvent event) {}

    /** Returns a listener that passes everything on to {@code listeners}, in order, even if some of them throw. */
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
