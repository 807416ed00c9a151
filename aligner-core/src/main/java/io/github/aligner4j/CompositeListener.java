// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Calls several listeners in order, and closes their scopes in reverse order.
 *
 * @param listeners the listeners, none of which throws
 */
record CompositeListener(List<CorrectionListener> listeners) implements CorrectionListener {

    @Override
    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
        listeners.forEach(listener -> listener.onLayer(stack, request, event));
    }

    @Override
    public void onStack(String stack, CorrectionRequest request, StackEvent event) {
        listeners.forEach(listener -> listener.onStack(stack, request, event));
    }

    @Override
    public Scope onStackStart(String stack, CorrectionRequest request) {
        return open(listener -> listener.onStackStart(stack, request));
    }

    @Override
    public Scope onLayerStart(String stack, String layer, CorrectionRequest request) {
        return open(listener -> listener.onLayerStart(stack, layer, request));
    }

    @Override
    public void onShadow(String stack, CorrectionRequest request, LayerEvent event) {
        listeners.forEach(listener -> listener.onShadow(stack, request, event));
    }

    private Scope open(Function<CorrectionListener, Scope> start) {
        List<Scope> opened = new ArrayList<>();
        listeners.forEach(listener -> opened.add(0, start.apply(listener)));
        return () -> opened.forEach(Scope::close);
    }
}
