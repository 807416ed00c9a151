// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of finished sequences and of prefilled prompts, cached for requests with the same prefix. Evicts the
 * least recently used prefix first.
 *
 * <p>Used by the device thread; {@link #entries()}, {@link #evictions()} and {@link #reclaimableBytes()} may be called by any thread.
 */
final class PrefixCache implements CacheMemory.Reclaimable {

    private static final int MAX_ENTRIES = 32;

    private final CacheMemory memory;
    private final long limitBytes;
    private final List<Prefix> prefixes = new ArrayList<>(); // least recently used first
    private volatile int entries;
    private volatile long bytes;
    private final AtomicLong evictions = new AtomicLong();

    PrefixCache(CacheMemory memory, long limitBytes) {
        this.memory = memory;
        this.limitBytes = limitBytes;
    }

    int entries() {
        return entries;
    }

    /** Returns the number of prefixes that were dropped to make room. */
    long evictions() {
        return evictions.get();
    }

    @Override
    public long reclaimableBytes() {
        return bytes;
    }

    /** Returns the prefix that saves most of {@code tokens}, the latest among equals; null if none saves any. */
    @Nullable Prefix best(int[] tokens, ModelVariant variant) {
        Prefix best = null;
        int most = 1;
        for (Prefix prefix : prefixes) {
            int reusable = prefix.reusableTokens(tokens, variant);
            if (reusable >= most) {
                best = prefix;
                most = reusable;
            }
        }
        return best;
    }

    /** Removes {@code prefix}, whose cache the caller then owns. */
    void take(Prefix prefix) {
        prefixes.remove(prefix);
        updateCounts();
    }

    /** Takes over {@code cache} as the latest prefix, or closes it if it is too short, too large or redundant. */
    void add(int[] tokens, KeyValueCache cache) {
        Prefix added = Prefix.of(tokens, cache);
        if (added.tokens().length < Prefix.MIN_TOKENS || !dropRedundant(added) || !fits(added)) {
            memory.close(cache);
        } else {
            prefixes.add(added);
        }
        updateCounts();
    }

    /** Evicts the least recently used prefix; there must be one. */
    @Override
    public void reclaim() {
        evictions.incrementAndGet();
        drop();
    }

    private void drop() {
        memory.close(prefixes.remove(0).cache());
        updateCounts();
    }

    /** Drops all prefixes. */
    void clear() {
        while (!prefixes.isEmpty()) {
            drop();
        }
    }

    /**
     * Drops cached prefixes of {@code added}; if {@code added} is itself a prefix of a cached one, marks that as used and
     * returns false.
     */
    private boolean dropRedundant(Prefix added) {
        for (Prefix prefix : prefixes) {
            if (added.isPrefixOf(prefix)) {
                prefixes.remove(prefix);
                prefixes.add(prefix);
                return false;
            }
        }
        List<Prefix> redundant =
                prefixes.stream().filter(prefix -> prefix.isPrefixOf(added)).toList();
        redundant.forEach(prefix -> memory.close(prefix.cache()));
        prefixes.removeAll(redundant);
        return true;
    }

    private boolean fits(Prefix added) {
        long needed = bytesOf(added);
        if (needed > limitBytes) {
            return false;
        }
        updateCounts();
        while (bytes + needed > limitBytes || prefixes.size() >= MAX_ENTRIES) {
            reclaim();
        }
        return true;
    }

    private void updateCounts() {
        entries = prefixes.size();
        bytes = prefixes.stream().mapToLong(this::bytesOf).sum();
    }

    private long bytesOf(Prefix prefix) {
        return memory.bytes(prefix.cache().capacity());
    }
}
