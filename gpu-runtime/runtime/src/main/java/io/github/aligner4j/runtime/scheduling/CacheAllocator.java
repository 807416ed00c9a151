// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Allocates caches, reusing the longest prefix that is cached or that a running request has read.
 *
 * <p>If the new sequence continues a cached prefix, it takes over that cache. Any other prefix is copied, which takes about
 * a hundredth of the time of reading it, and stays cached for other requests.
 */
final class CacheAllocator {

    private final CacheMemory memory;
    private final PrefixCache prefixes;

    CacheAllocator(CacheMemory memory, PrefixCache prefixes) {
        this.memory = memory;
        this.prefixes = prefixes;
    }

    /** Returns the number of tokens at the beginning of {@code tokens} whose keys and values can be reused. */
    int cachedTokens(int[] tokens, ModelVariant variant, List<RunningRequest> running) {
        return Math.max(
                reusable(prefixes.best(tokens, variant), tokens, variant),
                reusable(best(tokens, variant, running), tokens, variant));
    }

    /**
     * Returns a cache with room for {@code tokens} and some more, null if memory is short.
     *
     * @param limit the maximum number of tokens of the sequence
     * @param running requests whose caches may be copied from
     */
    @Nullable KeyValueCache allocate(int[] tokens, int limit, ModelVariant variant, List<RunningRequest> running) {
        int capacity = capacity(tokens.length, limit);
        Prefix cached = prefixes.best(tokens, variant);
        Prefix shared = best(tokens, variant, running);
        int cachedTokens = reusable(cached, tokens, variant);
        int sharedTokens = reusable(shared, tokens, variant);
        if (cached != null && cachedTokens >= sharedTokens) {
            return fromCached(cached, cachedTokens, capacity, variant);
        }
        if (!memory.makeRoom(capacity)) {
            return null;
        }
        KeyValueCache cache = memory.open(capacity, variant);
        return shared == null ? cache : copied(shared, sharedTokens, cache);
    }

    private @Nullable KeyValueCache fromCached(Prefix cached, int count, int capacity, ModelVariant variant) {
        prefixes.take(cached);
        boolean sameVariant = cached.variant().equals(variant);
        boolean continued = sameVariant && cached.tokens().length - count <= Prefix.MAX_DROPPED_TOKENS;
        if (continued || !memory.makeRoom(capacity)) {
            return sameVariant ? extended(cached, count, capacity) : replaced(cached, capacity, variant);
        }
        try {
            return copied(cached, count, memory.open(capacity, variant));
        } finally {
            prefixes.add(cached.tokens(), cached.cache());
        }
    }

    /** Replaces a prefix that could only be copied, because memory is short for both caches. */
    private @Nullable KeyValueCache replaced(Prefix cached, int capacity, ModelVariant variant) {
        memory.close(cached.cache());
        return memory.makeRoom(capacity) ? memory.open(capacity, variant) : null;
    }

    private @Nullable KeyValueCache extended(Prefix cached, int count, int capacity) {
        KeyValueCache cache = cached.cache();
        cache.truncate(count);
        try {
            if (memory.grow(cache, capacity)) {
                return cache;
            }
        } catch (RuntimeException | Error e) {
            memory.close(cache);
            throw e;
        }
        prefixes.add(cached.tokens(), cache);
        return null;
    }

    private KeyValueCache copied(Prefix source, int count, KeyValueCache cache) {
        try {
            cache.copyPrefix(source.cache(), count);
            return cache;
        } catch (RuntimeException | Error e) {
            memory.close(cache);
            throw e;
        }
    }

    private static int reusable(@Nullable Prefix prefix, int[] tokens, ModelVariant variant) {
        return prefix == null ? 0 : prefix.reusableTokens(tokens, variant);
    }

    private static @Nullable Prefix best(int[] tokens, ModelVariant variant, List<RunningRequest> running) {
        Prefix best = null;
        int most = 1;
        for (RunningRequest each : running) {
            Prefix prefix = Prefix.of(each.sequence().tokens(), each.cache());
            int reusable = prefix.reusableTokens(tokens, variant);
            if (reusable >= most) {
                best = prefix;
                most = reusable;
            }
        }
        return best;
    }

    /**
     * The initial capacity: a completion corrects an answer in the prompt, so it is rarely longer than half of the prompt.
     */
    private static int capacity(int length, int limit) {
        return CacheMemory.wholeBlocks(length + length / 2 + CacheMemory.BLOCK_TOKENS, limit);
    }
}
