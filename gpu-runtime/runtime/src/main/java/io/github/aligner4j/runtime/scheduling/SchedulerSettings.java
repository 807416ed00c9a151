// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Settings of a {@link Scheduler}.
 *
 * @param modelName name of the model in messages and of its device thread
 * @param batch limits of requests and of forward passes
 * @param caches limits of device memory
 * @param drainTimeout time that {@link Scheduler#close()} gives running requests to finish
 * @param clock clock that deadlines are compared with
 * @param nanoTime clock that measures durations, in nanoseconds from any origin
 */
public record SchedulerSettings(
        String modelName,
        BatchLimits batch,
        CacheLimits caches,
        Duration drainTimeout,
        InstantSource clock,
        LongSupplier nanoTime) {

    /** Checks that nothing is missing. */
    public SchedulerSettings {
        Objects.requireNonNull(modelName, "modelName");
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(caches, "caches");
        Objects.requireNonNull(drainTimeout, "drainTimeout");
    }

    /** Creates settings that read the system's clocks. */
    public SchedulerSettings(String modelName, BatchLimits batch, CacheLimits caches, Duration drainTimeout) {
        this(modelName, batch, caches, drainTimeout, InstantSource.system(), System::nanoTime);
    }

    /** Returns a copy that reads other clocks. */
    public SchedulerSettings withClocks(InstantSource clock, LongSupplier nanoTime) {
        return new SchedulerSettings(modelName, batch, caches, drainTimeout, clock, nanoTime);
    }
}
