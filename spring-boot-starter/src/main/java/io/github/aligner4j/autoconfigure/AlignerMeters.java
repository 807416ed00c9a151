// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.completion.EngineStatistics;
import io.github.aligner4j.observation.AuditLog;
import io.github.aligner4j.observation.AuditMetrics;
import io.github.aligner4j.observation.CacheMetrics;
import io.github.aligner4j.observation.EngineMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Binds the meters of the opened models, of caches, and of the audit log, once the chains have been built. */
final class AlignerMeters implements MeterBinder {

    private final AlignerRegistry aligners;
    private final @Nullable AuditLog audit;

    /**
     * Creates the binder.
     *
     * @param chains the chains, for which the Aligners are opened
     * @param audit the audit log, null if there is none
     */
    AlignerMeters(AlignerRegistry aligners, AlignerChains chains, @Nullable AuditLog audit) {
        this.aligners = aligners;
        this.audit = audit;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        aligners.models().forEach((names, state) -> {
            EngineStatistics known = state.get().statistics();
            if (known != null) {
                new EngineMetrics(names, latest(state, known)).bindTo(registry);
            }
        });
        aligners.caches().forEach((name, cache) -> new CacheMetrics(name, cache).bindTo(registry));
        if (audit != null) {
            new AuditMetrics(audit).bindTo(registry);
        }
    }

    /** Returns the present statistics; those at the beginning if a factory has none any more. */
    private static Supplier<EngineStatistics> latest(Supplier<AlignerState> state, EngineStatistics first) {
        return () -> {
            EngineStatistics statistics = state.get().statistics();
            return statistics == null ? first : statistics;
        };
    }
}
