package io.github.aligner4j.observation;

import io.github.aligner4j.Incubating;
import java.util.function.Consumer;

/** Receives the audit event of each answer, on the thread that corrected it. Must be safe for use by several threads. */
@Incubating
@FunctionalInterface
public interface AuditSink extends Consumer<AuditEvent> {}
