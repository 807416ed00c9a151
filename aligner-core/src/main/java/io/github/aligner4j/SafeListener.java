// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Shields a call from its listener: whatever the listener throws is logged once for each class of exception and ignored.
 */
final class SafeListener implements CorrectionListener {

    private static final Logger LOG = System.getLogger(CorrectionListener.class.getName());
    private static final int MAX_LOGGED = 32;

    private final CorrectionListener listener;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    private SafeListener(CorrectionListener listener) {
        this.listener = listener;
    }

    static CorrectionListener of(CorrectionListener listener) {
        return listener == NONE || listener instanceof SafeListener ? listener : new SafeListener(listener);
    }

    @Override
    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
        run("onLayer", () -> listener.onLayer(stack, request, event));
    }

    @Override
    public void onStack(String stack, CorrectionRequest request, StackEvent event) {
        run("onStack", () -> listener.onStack(stack, request, event));
    }

    @Override
    public Scope onStackStart(String stack, CorrectionRequest request) {
        return open("onStackStart", () -> listener.onStackStart(stack, request));
    }

    @Override
    public Scope onLayerStart(String stack, String layer, CorrectionRequest request) {
        return open("onLayerStart", () -> listener.onLayerStart(stack, layer, request));
    }

    @Override
    public void onShadow(String stack, CorrectionRequest request, LayerEvent event) {
        run("onShadow", () -> listener.onShadow(stack, request, event));
    }

    @SuppressWarnings("ConstantValue") // listeners written without null checks exist
    private Scope open(String method, Supplier<Scope> start) {
        try {
            Scope scope = start.get();
            return scope == null || scope == Scope.NONE ? Scope.NONE : () -> run(method + "'s scope", scope::close);
        } catch (Throwable e) {
            ignore(method, e);
            return Scope.NONE;
        }
    }

    private void run(String method, Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            ignore(method, e);
        }
    }

    private void ignore(String method, Throwable failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        try {
            log(method, failure);
        } catch (Throwable e) {
            // No memory or stack is left for logging either.
        }
    }

    private void log(String method, Throwable failure) {
        String kind = method + " " + failure.getClass().getName();
        if (logged.size() < MAX_LOGGED && logged.add(kind)) {
            LOG.log(
                    Level.WARNING,
                    "correction listener " + listener.getClass().getName() + " failed in " + method + " with "
                            + Failures.describe(failure)
                            + "; corrections go on without it, and this failure is not logged again");
        }
    }
}
