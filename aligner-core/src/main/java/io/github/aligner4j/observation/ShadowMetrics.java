// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.ShadowQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;

/** Meters of the queue of answers that layers in the mode shadow observe. */
@Incubating
public final class ShadowMetrics implements MeterBinder {

    private final ShadowQueue queue;

    /** Creates the meters of {@code queue}. */
    public ShadowMetrics(ShadowQueue queue) {
        this.queue = Objects.requireNonNull(queue, "queue");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        StatisticsMeters<ShadowQueue> meters = new StatisticsMeters<>(registry, () -> queue);
        meters.gauge(AlignerMeter.SHADOW_QUEUED, ShadowQueue::queued);
        meters.counter(AlignerMeter.SHADOW_ANSWERS, ShadowQueue::completed, "observed");
        meters.counter(AlignerMeter.SHADOW_ANSWERS, ShadowQueue::dropped, "dropped");
    }
}
