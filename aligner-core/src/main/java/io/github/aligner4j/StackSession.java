// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Shows a growing answer to the first enforced layer whose gate lets it apply. Which layers are enforced is decided when the session
 * begins.
 *
 * <p>Gates may block, so they decide on the executor while the text is buffered, unless the first layer applies to every answer.
 * They decide again when the answer is complete, and only that decision counts: a session of a layer that is then skipped is
 * closed unused.
 */
final class StackSession implements CorrectionSession {

    private final Object lock = new Object();
    private final AlignerStack stack;
    private final List<RolloutDecision> decisions;
    private final StringBuilder buffered = new StringBuilder();
    private @Nullable CorrectionSession layer;
    private int index = -1;
    private boolean closed;

    private StackSession(AlignerStack stack, List<RolloutDecision> decisions) {
        this.stack = stack;
        this.decisions = decisions;
    }

    static StackSession begin(AlignerStack stack, CorrectionRequest request, Executor executor) {
        List<RolloutDecision> decisions = stack.decide(request);
        StackSession session = new StackSession(stack, decisions);
        int first = session.nextEnforced(0);
        if (first == decisions.size()) {
            session.close();
        } else if (stack.layers().get(first).gate() == LayerGate.ALWAYS) {
            session.open(first, request, executor);
        } else {
            session.openLater(request, executor);
        }
        return session;
    }

    /** Returns the index of the first enforced layer from {@code index} on, or the number of layers if there is none. */
    private int nextEnforced(int index) {
        int next = index;
        while (next < decisions.size() && !decisions.get(next).enforces()) {
            next++;
        }
        return next;
    }

    /** Opens the session on the executor. If a gate fails or the executor rejects the task, nothing is done early. */
    private void openLater(CorrectionRequest request, Executor executor) {
        try {
            executor.execute(() -> {
                try {
                    openFirst(request, executor);
                } catch (Throwable e) {
                    close();
                }
            });
        } catch (Throwable e) {
            close();
        }
    }

    private void openFirst(CorrectionRequest request, Executor executor) {
        List<Layer> layers = stack.layers();
        for (int i = nextEnforced(0); i < layers.size(); i = nextEnforced(i + 1)) {
            GateDecision decision = layers.get(i).gate().decide(request, CorrectionContext.DEFAULT);
            if (decision.reasonToSkip().isEmpty()) {
                open(i, request, executor);
                return;
            }
        }
    }

    private void open(int index, CorrectionRequest request, Executor executor) {
        CorrectionSession opened = SafeSession.begin(stack.layers().get(index).aligner(), request, executor);
        synchronized (lock) {
            if (!closed) {
                opened.append(buffered.toString());
                this.layer = opened;
                this.index = index;
                return;
            }
        }
        opened.close();
    }

    @Override
    public void append(String text) {
        synchronized (lock) {
            if (layer != null) {
                layer.append(text);
            } else if (!closed) {
                buffered.append(text);
            }
        }
    }

    @Override
    public Correction complete(CorrectionRequest request, CorrectionContext context) {
        CorrectionSession opened;
        synchronized (lock) {
            closed = true;
            opened = layer;
        }
        try {
            return new StackRun(stack, request, context, decisions)
                    .run(i -> opened != null && i == index
                            ? opened::complete
                            : stack.layers().get(i).aligner());
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        CorrectionSession opened;
        synchronized (lock) {
            closed = true;
            opened = layer;
        }
        if (opened != null) {
            opened.close();
        }
    }
}
