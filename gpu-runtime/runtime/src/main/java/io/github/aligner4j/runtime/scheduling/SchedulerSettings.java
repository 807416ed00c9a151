package io.github.aligner4j.runtime.scheduling;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * How a {@link Scheduler} runs.
 *
 * @param modelName what messages and the device's thread call the model
 * @param batch how many requests share the device, and how much each forward pass reads
 * @param caches how much device memory keys and values may take
 * @param closeGrace how long {@link Scheduler#close()} lets running requests go on
 * @param clock tells whether a deadline has passed
 * @param nanoTime measures durations, in nanoseconds from any origin
 */
public record SchedulerSettings(
        String modelName,
        BatchLimits batch,
        CacheLimits caches,
        Duration closeGrace,
        InstantSource clock,
        LongSupplier nanoTime) {

    /** Checks the grace; the message names it. */
    public SchedulerSettings {
        Objects.requireNonNull(modelName, "modelName");
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(caches, "caches");
        if (closeGrace.isNegative()) {
            throw new IllegalArgumentException("close-grace must not be negative, but was " + closeGrace);
        }
    }

    /** Returns the settings a model starts with: limits as suits the device, 10 seconds to finish. */
    public static SchedulerSettings defaults(String modelName) {
        return new SchedulerSettings(
                modelName,
                BatchLimits.DEFAULT,
                CacheLimits.DEFAULT,
                Duration.ofSeconds(10),
                InstantSource.system(),
                System::nanoTime);
    }

    /** Returns a copy with other limits of requests and tokens. */
    public SchedulerSettings withBatch(BatchLimits batch) {
        return new SchedulerSettings(modelName, batch, caches, closeGrace, clock, nanoTime);
    }

    /** Returns a copy with other limits of memory. */
    public SchedulerSettings withCaches(CacheLimits caches) {
        return new SchedulerSettings(modelName, batch, caches, closeGrace, clock, nanoTime);
    }

    /** Returns a copy with another time to finish. */
    public SchedulerSettings withCloseGrace(Duration closeGrace) {
        return new SchedulerSettings(modelName, batch, caches, closeGrace, clock, nanoTime);
    }

    /** Returns a copy that reads other clocks. */
    public SchedulerSettings withClocks(InstantSource clock, LongSupplier nanoTime) {
        return new SchedulerSettings(modelName, batch, caches, closeGrace, clock, nanoTime);
    }

    /** Returns these settings with numbers where they left the choice to the device. */
    SchedulerSettings on(DeviceProfile device, long contextBytes) {
        return withBatch(batch.on(device)).withCaches(caches.on(device, contextBytes));
    }
}
