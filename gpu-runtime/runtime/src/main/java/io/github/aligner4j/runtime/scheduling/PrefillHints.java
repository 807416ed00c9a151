// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The latest waiting hints. Safe for use by several threads; no call blocks on the device. */
final class PrefillHints {

    private static final int MAX_HINTS = 64;

    private final Object lock = new Object();
    private final Deque<PrefillHint> waiting = new ArrayDeque<>();
    private volatile int size;

    /** Adds {@code hint}, which replaces those that it continues. */
    void add(PrefillHint hint) {
        synchronized (lock) {
            removeContinued(hint.tokens(), hint.variant());
            if (waiting.size() >= MAX_HINTS) {
                waiting.removeFirst();
            }
            waiting.addLast(hint);
            size = waiting.size();
        }
    }

    /** Removes and returns the first hint that was not withdrawn, null if there is none. */
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

    /** Removes the hints that a sequence of {@code tokens} continues. */
    void removeAll(int[] tokens, ModelVariant variant) {
        if (size > 0) {
            synchronized (lock) {
                removeContinued(tokens, variant);
                size = waiting.size();
            }
        }
    }

    /** Returns whether one of these continues {@code hint}. */
    boolean continues(PrefillHint hint) {
        if (size == 0) {
            return false;
        }
        synchronized (lock) {
            return waiting.stream().anyMatch(each -> hint.isContinuedBy(each.tokens(), each.variant()));
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
