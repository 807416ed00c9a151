// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Incubating;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;

/** Meters of an audit log. */
@Incubating
public final class AuditMetrics implements MeterBinder {

    private final AuditLog log;

    /** Creates the meters of {@code log}. */
    public AuditMetrics(AuditLog log) {
        this.log = Objects.requireNonNull(log, "log");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        StatisticsMeters<AuditLog> meters = new StatisticsMeters<>(registry, () -> log);
        meters.counter(AlignerMeter.AUDIT_EVENTS, AuditLog::written, "written");
        meters.counter(AlignerMeter.AUDIT_EVENTS, AuditLog::lost, "lost");
    }
}
