package io.github.aligner4j.runtime.scheduling;

import java.util.OptionalLong;

/**
 * How much device memory keys and values may take.
 *
 * @param cacheMemory bytes for all of them, running requests' and kept prefixes' together, at least 1; empty leaves the
 *     choice to the device, which always grants one request of the model's full context
 * @param prefixCacheMemory how many of these bytes kept prefixes may take while running requests leave them, at least 0,
 *     which keeps none; empty means a quarter
 */
public record CacheLimits(OptionalLong cacheMemory, OptionalLong prefixCacheMemory) {

    /** As suits the device. */
    public static final CacheLimits DEFAULT = new CacheLimits(OptionalLong.empty(), OptionalLong.empty());

    /** Checks each limit; the message names the one that is out of range. */
    public CacheLimits {
        requireAtLeast(1, cacheMemory.orElse(1), "cache-memory");
        requireAtLeast(0, prefixCacheMemory.orElse(0), "prefix-cache-memory");
    }

    /** Returns these limits in numbers, given the bytes that one request of the full context takes. */
    CacheLimits on(DeviceProfile device, long contextBytes) {
        long all = cacheMemory.orElse(Math.max(device.cacheMemory(), contextBytes));
        return new CacheLimits(OptionalLong.of(all), OptionalLong.of(prefixCacheMemory.orElse(all / 4)));
    }

    private static void requireAtLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " must be at least " + least + " bytes, but was " + value + " bytes");
        }
    }
}
