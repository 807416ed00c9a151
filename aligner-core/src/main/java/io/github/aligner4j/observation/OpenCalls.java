// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The calls that are under way on each thread, the innermost first: a layer can be a stack itself.
 *
 * @param <C> the state of a call
 */
final class OpenCalls<C> {

    private final ThreadLocal<Deque<C>> calls = ThreadLocal.withInitial(ArrayDeque::new);

    void open(C call) {
        calls.get().push(call);
    }

    /** Returns the innermost call on this thread, null if there is none. */
    @Nullable C current() {
        return calls.get().peek();
    }

    /** Ends a call, and those inside it that were left open. */
    void close(C call) {
        Deque<C> open = calls.get();
        if (open.contains(call)) {
            while (open.pop() != call) {
                // Left open by a call that ended without closing it.
            }
        }
        if (open.isEmpty()) {
            calls.remove();
        }
    }
}
