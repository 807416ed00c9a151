package io.github.aligner4j;

/**
 * Hears what the layers of a stack do: for metrics, audit and logs. Called on the thread that corrects, so it should be
 * quick; an exception thrown here ends the call.
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
}
