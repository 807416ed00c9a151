// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.cache.CacheStatistics;
import io.github.aligner4j.cache.CachingAligner;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;

/** Meters of the cache of an Aligner: {@code aligner.cache.*} of {@link AlignerMeter}. */
@Incubating
public final class CacheMetrics implements MeterBinder {

    private final String aligner;
    private final CachingAligner cache;

    /**
     * Creates the meters.
     *
     * @param aligner the value of the tag {@code aligner}, the Aligner's name
     * @param cache the Aligner with the cache
     */
    public CacheMetrics(String aligner, CachingAligner cache) {
        this.aligner = Objects.requireNonNull(aligner, "aligner");
        this.cache = Objects.requireNonNull(cache, "cache");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        StatisticsMeters<CacheStatistics> meters = new StatisticsMeters<>(registry, cache::stats);
        meters.counter(AlignerMeter.CACHE_LOOKUPS, CacheStatistics::hitCount, aligner, "hit");
        meters.counter(AlignerMeter.CACHE_LOOKUPS, CacheStatistics::missCount, aligner, "miss");
        meters.counter(AlignerMeter.CACHE_LOOKUPS, CacheStatistics::sharedCount, aligner, "shared");
        meters.counter(AlignerMeter.CACHE_EVICTIONS, CacheStatistics::evictionCount, aligner);
        meters.gauge(AlignerMeter.CACHE_SIZE, CacheStatistics::size, aligner);
        meters.gauge(AlignerMeter.CACHE_MEMORY, CacheStatistics::bytes, aligner);
    }
}
