// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.EngineStatistics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Meters of the engine behind one or more Aligners: {@code aligner.engine.*} of {@link AlignerMeter}. They read the statistics whenever
 * they are scraped, and refer to them as long as the registry lives.
 */
@Incubating
public final class EngineMetrics implements MeterBinder {

    private final String engine;
    private final Supplier<EngineStatistics> statistics;

    /**
     * Creates the meters.
     *
     * @param engine the value of the tag {@code engine}, such as the name of an Aligner
     * @param statistics returns the present statistics; must neither block nor throw
     */
    public EngineMetrics(String engine, Supplier<EngineStatistics> statistics) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.statistics = Objects.requireNonNull(statistics, "statistics");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        StatisticsMeters<EngineStatistics> meters = new StatisticsMeters<>(registry, statistics);
        meters.gauge(AlignerMeter.ENGINE_UP, now -> now.available() ? 1 : 0, engine);
        bindRequests(meters);
        bindTokens(meters);
        bindMemory(meters);
    }

    private void bindRequests(StatisticsMeters<EngineStatistics> meters) {
        meters.gauge(AlignerMeter.ENGINE_QUEUED, now -> now.requests().queued(), engine);
        meters.gauge(AlignerMeter.ENGINE_RUNNING, now -> now.requests().running(), engine);
        AlignerMeter requests = AlignerMeter.ENGINE_REQUESTS;
        meters.counter(requests, now -> now.requests().completed(), engine, "completed");
        meters.counter(requests, now -> now.requests().failed(), engine, "failed");
        meters.counter(requests, now -> now.requests().rejected(), engine, "rejected");
        AlignerMeter time = AlignerMeter.ENGINE_TIME;
        meters.timer(time, now -> now.requests().completed(), now -> now.times().queue(), engine, "queue");
        meters.timer(time, now -> now.requests().completed(), now -> now.times().prefill(), engine, "prefill");
        meters.timer(time, now -> now.requests().completed(), now -> now.times().decode(), engine, "decode");
    }

    private void bindTokens(StatisticsMeters<EngineStatistics> meters) {
        AlignerMeter tokens = AlignerMeter.ENGINE_TOKENS;
        meters.counter(tokens, now -> now.tokens().prompt(), engine, "prompt");
        meters.counter(tokens, now -> now.tokens().reused(), engine, "reused");
        meters.counter(tokens, now -> now.tokens().completion(), engine, "completion");
        meters.counter(tokens, now -> now.tokens().drafted(), engine, "drafted");
        meters.counter(tokens, now -> now.tokens().accepted(), engine, "accepted");
        meters.counter(AlignerMeter.ENGINE_PASSES, now -> now.tokens().passes(), engine);
    }

    private void bindMemory(StatisticsMeters<EngineStatistics> meters) {
        AlignerMeter memory = AlignerMeter.ENGINE_MEMORY;
        meters.gauge(memory, now -> now.memory().keyValueBytes(), engine, "kv_cache");
        meters.gauge(memory, now -> now.memory().keyValueLimit(), engine, "kv_cache_limit");
        meters.gauge(memory, now -> now.memory().prefixBytes(), engine, "prefix_cache");
        if (statistics.get().memory().deviceTotal().isPresent()) {
            meters.gauge(memory, now -> now.memory().deviceUsed().orElse(0), engine, "device_used");
            meters.gauge(memory, now -> now.memory().deviceTotal().orElse(0), engine, "device_total");
        }
        meters.gauge(AlignerMeter.ENGINE_PREFIXES, now -> now.memory().prefixes(), engine);
        meters.counter(AlignerMeter.ENGINE_EVICTIONS, now -> now.memory().evictions(), engine);
        meters.counter(AlignerMeter.ENGINE_PREEMPTIONS, now -> now.memory().preemptions(), engine);
    }
}
