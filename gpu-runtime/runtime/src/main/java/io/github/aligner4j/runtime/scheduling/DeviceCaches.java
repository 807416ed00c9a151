// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.CausalLanguageModel;

/**
 * All keys and values of a device.
 *
 * @param memory memory that they take
 * @param prefixes prefixes that are cached for requests to come
 * @param allocator allocator of the caches of running requests
 */
record DeviceCaches(CacheMemory memory, PrefixCache prefixes, CacheAllocator allocator) {

    /** Creates empty caches for {@code model}. */
    static DeviceCaches of(CausalLanguageModel model, CacheLimits limits) {
        CacheMemory memory = new CacheMemory(model, limits.kvCacheBytes());
        PrefixCache prefixes = new PrefixCache(memory, limits.prefixCacheBytes());
        return new DeviceCaches(memory, prefixes, new CacheAllocator(memory, prefixes));
    }

    /** Returns the number of tokens that one sequence can have at most. */
    int contextTokens() {
        return memory.model().contextTokens();
    }
}
