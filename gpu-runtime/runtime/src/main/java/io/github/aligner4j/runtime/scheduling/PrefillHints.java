package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The preparations that wait, the latest ones if there are too many. Safe for use by several threads; no call waits. */
final class PrefillHints {

    private static final int MOST = 64;

    private final Object lock = new Object();
    private final Deque<PrefillHint> waiting = new ArrayDeque<>();
    private volatile int size;

    /** Adds {@code preparation}, which stands for all that it continues. */
    void add(PrefillHint preparation) {
        synchronized (lock) {
            removeContinued(preparation.tokens(), preparation.variant());
            if (waiting.size() >= MOST) {
                waiting.removeFirst();
            }
            waiting.addLast(preparation);
            size = waiting.size();
        }
    }

    /** Removes the first one that nobody has taken back, and returns it; null if there is none. */
    @Nullable PrefillHint poll() {
        if (size == 0) {
            return null;
        }
        synchronized (lock) {
            waiting.removeIf(each -> each.cancellation().isCancelled());
            PrefillHint first = waiting.pollFirst();
            size = waiting.size();
            return first;
        }
    }

    /** Removes those that a sequence of {@code tokens} continues. */
    void removeAll(int[] tokens, ModelVariant variant) {
        if (size > 0) {
            synchronized (lock) {
                removeContinued(tokens, variant);
                size = waiting.size();
            }
        }
    }

    /** Returns whether {@code preparation} has a continuation here. */
    boolean continues(PrefillHint preparation) {
        if (size == 0) {
            return false;
        }
        synchronized (lock) {
            return waiting.stream().anyMatch(each -> preparation.isContinuedBy(each.tokens(), each.variant()));
        }
    }

    void clear() {
        synchronized (lock) {
            waiting.clear();
            size = 0;
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    private void removeContinued(int[] tokens, ModelVariant variant) {
        waiting.removeIf(each -> each.cancellation().isCancelled() || each.isContinuedBy(tokens, variant));
    }
}
