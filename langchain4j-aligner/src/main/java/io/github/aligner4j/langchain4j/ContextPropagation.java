// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import io.micrometer.context.ContextSnapshotFactory;
import java.util.concurrent.Executor;

/**
 * Carries the context of the calling thread, such as its Micrometer observation, to the threads of streams and asynchronous calls.
 * Does nothing without Micrometer's context propagation, which is optional.
 */
final class ContextPropagation {

    private static final boolean AVAILABLE = isAvailable();

    private ContextPropagation() {}

    /** Returns {@code executor}, with the present context of the calling thread around each of its tasks. */
    static Executor capture(Executor executor) {
        return AVAILABLE ? Snapshots.capture(executor) : executor;
    }

    private static boolean isAvailable() {
        try {
            Class.forName(
                    "io.micrometer.context.ContextSnapshotFactory", false, ContextPropagation.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Initialized only if its library is there. */
    private static final class Snapshots {

        private static final ContextSnapshotFactory FACTORY =
                ContextSnapshotFactory.builder().build();

        static Executor capture(Executor executor) {
            return FACTORY.captureAll().wrapExecutor(executor);
        }
    }
}
