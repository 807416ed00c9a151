package io.github.aligner4j.runtime.scheduling;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * How a {@link Scheduler} runs.
 *
 * @param modelName what messages and the device's thread call the model
 * @param maxQueuedRequests most requests that wait at once, at least 1
 * @param prefillChunk most tokens of a prompt read in one forward pass, at least 1; between two of them cancellation and
 *     deadline are heard
 * @param closeGrace how long {@link Scheduler#close()} lets the running request go on
 * @param clock tells whether a deadline has passed
 * @param nanoTime measures durations, in nanoseconds from any origin
 */
public record SchedulerSettings(
        String modelName,
        int maxQueuedRequests,
        int prefillChunk,
        Duration closeGrace,
        InstantSource clock,
        LongSupplier nanoTime) {

    /** Checks each limit; the message names the one that is out of range. */
    public SchedulerSettings {
        Objects.requireNonNull(modelName, "modelName");
        requireAtLeast(1, maxQueuedRequests, "max-queued-requests");
        requireAtLeast(1, prefillChunk, "prefill-chunk");
        if (closeGrace.isNegative()) {
            throw new IllegalArgumentException("close-grace must not be negative, but was " + closeGrace);
        }
    }

    /** Returns the settings a model starts with: 256 waiting requests, chunks of 512 tokens, 10 seconds to finish. */
    public static SchedulerSettings defaults(String modelName) {
        return new SchedulerSettings(
                modelName, 256, 512, Duration.ofSeconds(10), InstantSource.system(), System::nanoTime);
    }

    /** Returns a copy with another limit of waiting requests. */
    public SchedulerSettings withMaxQueuedRequests(int maxQueuedRequests) {
        return new SchedulerSettings(modelName, maxQueuedRequests, prefillChunk, closeGrace, clock, nanoTime);
    }

    /** Returns a copy with another chunk. */
    public SchedulerSettings withPrefillChunk(int prefillChunk) {
        return new SchedulerSettings(modelName, maxQueuedRequests, prefillChunk, closeGrace, clock, nanoTime);
    }

    /** Returns a copy with another time to finish. */
    public SchedulerSettings withCloseGrace(Duration closeGrace) {
        return new SchedulerSettings(modelName, maxQueuedRequests, prefillChunk, closeGrace, clock, nanoTime);
    }

    /** Returns a copy that reads other clocks. */
    public SchedulerSettings withClocks(InstantSource clock, LongSupplier nanoTime) {
        return new SchedulerSettings(modelName, maxQueuedRequests, prefillChunk, closeGrace, clock, nanoTime);
    }

    private static void requireAtLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", but was " + value);
        }
    }
}
