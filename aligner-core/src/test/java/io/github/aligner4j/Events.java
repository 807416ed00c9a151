// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a stack's listener is told, as lines, in order. */
final class Events implements CorrectionListener {

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<LayerEvent> shadows = new LinkedBlockingQueue<>();

    @Override
    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
        lines.add(line(request, event));
    }

    @Override
    public void onStack(String stack, CorrectionRequest request, StackEvent event) {
        Correction correction = event.correction();
        lines.add(stack + " = " + (correction == null ? "failed" : correction.answer()));
    }

    @Override
    public Scope onStackStart(String stack, CorrectionRequest request) {
        lines.add(stack + " {");
        return () -> lines.add("} " + stack);
    }

    @Override
    public Scope onLayerStart(String stack, String layer, CorrectionRequest request) {
        lines.add(layer + " {");
        return () -> lines.add("} " + layer);
    }

    @Override
    public void onShadow(String stack, CorrectionRequest request, LayerEvent event) {
        lines.add("shadow " + line(request, event));
        shadows.add(event);
    }

    /** Returns the next event of a shadow layer, for which it waits. */
    LayerEvent awaitShadow() throws InterruptedException {
        LayerEvent event = shadows.poll(60, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no layer in shadow mode was reported");
        }
        return event;
    }

    /** Returns all lines without those of scopes. */
    List<String> lines() {
        return all().stream()
                .filter(line -> !line.endsWith("{") && !line.startsWith("}"))
                .toList();
    }

    List<String> all() {
        return List.copyOf(lines);
    }

    private static String line(CorrectionRequest request, LayerEvent event) {
        Correction correction = event.correction();
        return event.trace().name() + " " + event.trace().outcome() + ": " + request.answer()
                + (correction == null ? "" : " -> " + correction.answer());
    }
}
