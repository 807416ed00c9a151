package io.github.aligner4j;

import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Shows a growing answer to the first layer that is going to read it.
 *
 * <p>Which one that is, gates say, and they may take their time: unless there is none to ask, they are asked on the
 * executor, and the text waits. They are asked again when the answer is complete, and only that counts.
 */
final class StackSession implements CorrectionSession {

    private final Object lock = new Object();
    private final AlignerStack stack;
    private final StringBuilder waiting = new StringBuilder();
    private @Nullable CorrectionSession layer;
    private int index = -1;
    private boolean closed;

    private StackSession(AlignerStack stack) {
        this.stack = stack;
    }

    static StackSession begin(AlignerStack stack, CorrectionRequest request, Executor executor) {
        StackSession session = new StackSession(stack);
        List<Layer> layers = stack.layers();
        if (!layers.isEmpty() && layers.get(0).gate() == LayerGate.ALWAYS) {
            session.open(0, request, executor);
        } else if (!layers.isEmpty()) {
            session.openLater(request, executor);
        }
        return session;
    }

    /** A gate that fails, and an executor that takes no more tasks: nothing is done ahead, and all is done at the end. */
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
        for (int i = 0; i < layers.size(); i++) {
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
                opened.append(waiting.toString());
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
                waiting.append(text);
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
            return stack.correct(
                    request,
                    context,
                    i -> opened != null && i == index
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
