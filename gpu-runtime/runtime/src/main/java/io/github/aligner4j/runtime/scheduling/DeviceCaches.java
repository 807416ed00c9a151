package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.CausalLanguageModel;

/**
 * All keys and values of a device.
 *
 * @param memory what they may take
 * @param prefixes those that are kept
 * @param start gives a sequence its own
 */
record DeviceCaches(CacheMemory memory, PrefixCache prefixes, CacheAllocator start) {

    /** Returns those of {@code model}, none yet. */
    static DeviceCaches of(CausalLanguageModel model, CacheLimits limits) {
        CacheMemory memory = new CacheMemory(model, limits.cacheMemory().orElseThrow());
        PrefixCache prefixes =
                new PrefixCache(memory, limits.prefixCacheMemory().orElseThrow());
        return new DeviceCaches(memory, prefixes, new CacheAllocator(memory, prefixes));
    }

    /** Most tokens of one sequence. */
    int contextTokens() {
        return memory.model().contextTokens();
    }
}
