// SPDX-License-Identifier: Apache-2.0
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
     * cancelled or its text's listener threw an exception, unless that ended a stream after some of its sentences: then they are the
     * answer. This default does nothing.
     *
     * @param stack the stack's name
     * @param request the stack's request
     * @param event the traces, and the correction if there is one
     */
    default void onStack(String stack, CorrectionRequest request, StackEvent event) {}

    /**
     * Called before the first layer, on the thread that corrects. The scope is closed after {@link #onStack} or, if that is not
     * called, when the call ends; so what it keeps open, such as a span, is the context of everything that the stack does. This
     * default returns {@link Scope#NONE}.
     *
     * @param stack the stack's name
     * @param request the stack's request
     */
    @Incubating
    default Scope onStackStart(String stack, CorrectionRequest request) {
        return Scope.NONE;
    }

    /**
     * Called before each layer, its gate included, on the thread that corrects. The scope is closed after {@link #onLayer} or, if
     * that is not called, when the call ends. This default returns {@link Scope#NONE}.
     *
     * @param stack the stack's name
     * @param layer the layer's name
     * @param request the layer's request
     */
    @Incubating
    default Scope onLayerStart(String stack, String layer, CorrectionRequest request) {
        return Scope.NONE;
    }

    /**
     * Called after a layer in the mode {@link LayerMode#SHADOW} has observed an answer, on a thread of its own, usually after
     * {@link #onStack}. This default does nothing.
     *
     * @param stack the stack's name
     * @param request the layer's request
     * @param event the layer's trace, and its correction or failure
     */
    @Incubating
    default void onShadow(String stack, CorrectionRequest request, LayerEvent event) {}

    /** A span, a timer or the like that a listener keeps open while a stack or a layer works. */
    @Incubating
    @FunctionalInterface
    interface Scope extends AutoCloseable {

        /** A scope that does nothing. */
        Scope NONE = () -> {};

        @Override
        void close();
    }

    /** Returns a listener that calls each of {@code listeners} in order, even if some of them throw. */
    static CorrectionListener all(List<? extends CorrectionListener> listeners) {
        return new CompositeListener(listeners.stream().map(SafeListener::of).toList());
    }
}
