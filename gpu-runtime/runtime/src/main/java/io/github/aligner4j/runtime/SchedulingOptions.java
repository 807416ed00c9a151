// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the requests that share a device and its memory. A limit that is null is chosen to suit the device.
 *
 * @param maxQueuedRequests the maximum number of requests that wait at once, at least 1; further ones are refused
 * @param maxRunningRequests the maximum number of requests on the device at once, at least 1; never more than {@code maxBatchTokens}
 * @param maxBatchTokens the maximum number of tokens of one forward pass, all requests together, at least 1. It bounds the time of a pass, and
 *     so the time until cancellations, deadlines and new requests take effect. By default 256 on a CPU and 2048 on a GPU
 * @param maxPrefillTokens the maximum number of prompt tokens of a forward pass in which other requests generate and have to wait for them, at
 *     least 1. By default 64 on a CPU and 512 on a GPU
 * @param kvCacheBytes device memory for keys and values, cached prefixes included, at least 1. By default an eighth of the
 *     memory or, on a GPU, half of what loading leaves, but always enough for one request of the model's full context
 * @param prefixCacheBytes the part of {@code kvCacheBytes} that caches prompts for later requests, while running requests do
 *     not need it; 0 caches none. By default a quarter
 * @param drainTimeout time that closing gives running requests to finish
 */
public record SchedulingOptions(
        int maxQueuedRequests,
        int maxRunningRequests,
        @Nullable Integer maxBatchTokens,
        @Nullable Integer maxPrefillTokens,
        @Nullable Long kvCacheBytes,
        @Nullable Long prefixCacheBytes,
        Duration drainTimeout) {

    /** At most 256 waiting and 32 running requests, 10 seconds to drain, and the other limits to suit the device. */
    public static final SchedulingOptions DEFAULT =
            new SchedulingOptions(256, 32, null, null, null, null, Duration.ofSeconds(10));

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public SchedulingOptions {
        requireAtLeast(1, maxQueuedRequests, "maxQueuedRequests");
        requireAtLeast(1, maxRunningRequests, "maxRunningRequests");
        requireAtLeast(1, maxBatchTokens, "maxBatchTokens");
        requireAtLeast(1, maxPrefillTokens, "maxPrefillTokens");
        requireAtLeast(1, kvCacheBytes, "kvCacheBytes");
        requireAtLeast(0, prefixCacheBytes, "prefixCacheBytes");
        if (Objects.requireNonNull(drainTimeout, "drainTimeout").isNegative()) {
            throw new IllegalArgumentException("drainTimeout must not be negative, but was " + drainTimeout);
        }
    }

    /** Returns a copy with another limit of waiting requests. */
    public SchedulingOptions withMaxQueuedRequests(int maxQueuedRequests) {
        return new SchedulingOptions(
                maxQueuedRequests,
                maxRunningRequests,
                maxBatchTokens,
                maxPrefillTokens,
                kvCacheBytes,
                prefixCacheBytes,
                drainTimeout);
    }

    /** Returns a copy with another limit of running requests. */
    public SchedulingOptions withMaxRunningRequests(int maxRunningRequests) {
        return new SchedulingOptions(
                maxQueuedRequests,
                maxRunningRequests,
                maxBatchTokens,
                maxPrefillTokens,
                kvCacheBytes,
                prefixCacheBytes,
                drainTimeout);
    }

    /** Returns a copy with another limit of tokens in one forward pass. */
    public SchedulingOptions withMaxBatchTokens(int maxBatchTokens) {
        return new SchedulingOptions(
                maxQueuedRequests,
                maxRunningRequests,
                maxBatchTokens,
                maxPrefillTokens,
                kvCacheBytes,
                prefixCacheBytes,
                drainTimeout);
    }

    /** Returns a copy with another limit of prompt tokens beside requests that generate. */
    public SchedulingOptions withMaxPrefillTokens(int maxPrefillTokens) {
        return new SchedulingOptions(
                maxQueuedRequests,
                maxRunningRequests,
                maxBatchTokens,
                maxPrefillTokens,
                kvCacheBytes,
                prefixCacheBytes,
                drainTimeout);
    }

    /** Returns a copy with another limit of memory for keys and values. */
    public SchedulingOptions withKvCacheBytes(long kvCacheBytes) {
        return new SchedulingOptions(
                maxQueuedRequests,
                maxRunningRequests,
                maxBatchTokens,
                maxPrefillTokens,
                kvCacheBytes,
                prefixCacheBytes,
                drainTimeout);
    }

    /** Returns a copy with another limit of memory for cached prefixes. */
    public SchedulingOptions withPrefixCacheBytes(long prefixCacheBytes) {
        return new SchedulingOptions(
                maxQueuedRequests,
                maxRunningRequests,
                maxBatchTokens,
                maxPrefillTokens,
                kvCacheBytes,
                prefixCacheBytes,
                drainTimeout);
    }

    /** Returns a copy with another time to drain. */
    public SchedulingOptions withDrainTimeout(Duration drainTimeout) {
        return new SchedulingOptions(
                maxQueuedRequests,
                maxRunningRequests,
                maxBatchTokens,
                maxPrefillTokens,
                kvCacheBytes,
                prefixCacheBytes,
                drainTimeout);
    }

    private static void requireAtLeast(long min, @Nullable Number value, String name) {
        if (value != null && value.longValue() < min) {
            throw new IllegalArgumentException(name + " must be at least " + min + ", but was " + value);
        }
    }
}
