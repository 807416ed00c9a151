// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Registers meters that read their values from statistics. A registry refers to the source of a counter or timer weakly; their
 * functions refer to it, too, so that it lives as long as they do.
 *
 * @param registry the registry
 * @param statistics returns the present statistics; referenced by the meters
 * @param <S> the type of the statistics
 */
record StatisticsMeters<S>(MeterRegistry registry, Supplier<S> statistics) {

    void gauge(AlignerMeter meter, ToDoubleFunction<S> value, String... tags) {
        Gauge.builder(meter.getName(), () -> value.applyAsDouble(statistics.get()))
                .description(meter.description())
                .baseUnit(meter.getBaseUnit())
                .tags(meter.tags(tags))
                .register(registry);
    }

    void counter(AlignerMeter meter, ToDoubleFunction<S> value, String... tags) {
        FunctionCounter.builder(meter.getName(), statistics, source -> value.applyAsDouble(statistics.get()))
                .description(meter.description())
                .tags(meter.tags(tags))
                .register(registry);
    }

    void timer(AlignerMeter meter, ToLongFunction<S> count, Function<S, Duration> total, String... tags) {
        FunctionTimer.builder(
                        meter.getName(),
                        statistics,
                        source -> count.applyAsLong(statistics.get()),
                        source -> total.apply(statistics.get()).toNanos(),
                        TimeUnit.NANOSECONDS)
                .description(meter.description())
                .tags(meter.tags(tags))
                .register(registry);
    }
}
