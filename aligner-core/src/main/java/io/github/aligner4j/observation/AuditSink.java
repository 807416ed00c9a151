// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Incubating;
import java.util.List;
import java.util.function.Consumer;

/** Receives the audit event of each answer, on the thread that corrected it. Must be safe for use by several threads. */
@Incubating
@FunctionalInterface
public interface AuditSink extends Consumer<AuditEvent> {

    /** Returns a sink that passes each event to all of {@code sinks}, even if some of them throw; the first failure is thrown then. */
    static AuditSink all(List<? extends AuditSink> sinks) {
        List<AuditSink> copied = List.copyOf(sinks);
        return event -> {
            RuntimeException failure = null;
            for (AuditSink sink : copied) {
                try {
                    sink.accept(event);
                } catch (RuntimeException e) {
                    failure = failure == null ? e : failure;
                }
            }
            if (failure != null) {
                throw failure;
            }
        };
    }
}
