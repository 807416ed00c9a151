// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The device memory for keys and values. Opens, grows and closes all caches, counts their bytes, and reclaims memory from
 * holders that can do without it.
 *
 * <p>Used by the device thread; {@link #usedBytes()} may be called by any thread.
 */
final class CacheMemory {

    /** Number of tokens by which caches grow. */
    static final int BLOCK_TOKENS = 64;

    private final CausalLanguageModel model;
    private final long limitBytes;
    private final List<Reclaimable> reclaimables = new ArrayList<>();
    private final AtomicLong usedBytes = new AtomicLong();

    CacheMemory(CausalLanguageModel model, long limitBytes) {
        this.model = model;
        this.limitBytes = limitBytes;
    }

    /** Adds a holder of memory, which is reclaimed after that of the holders added before. */
    void add(Reclaimable reclaimable) {
        reclaimables.add(reclaimable);
    }

    CausalLanguageModel model() {
        return model;
    }

    long usedBytes() {
        return usedBytes.get();
    }

    long limitBytes() {
        return limitBytes;
    }

    /**
     * Checks that a request of {@code tokens} tokens fits on its own.
     *
     * @throws CompletionModelException if it does not
     */
    void requireFits(int tokens) {
        if (bytes(tokens) > limitBytes) {
            throw tooSmallFor(tokens);
        }
    }

    CompletionModelException tooSmallFor(int tokens) {
        return new CompletionModelException("keys and values of up to " + tokens + " tokens take " + bytes(tokens)
                + " bytes, but cache-memory is " + limitBytes
                + " bytes; raise cache-memory, or lower max-new-tokens, or shorten the prompt");
    }

    long bytes(int tokens) {
        return tokens * model.cacheBytesPerToken();
    }

    /** Makes room for {@code tokens} more tokens and returns true; if that is impossible, reclaims nothing. */
    boolean makeRoom(int tokens) {
        long max = limitBytes - bytes(tokens);
        long reclaimable =
                reclaimables.stream().mapToLong(Reclaimable::reclaimableBytes).sum();
        if (usedBytes.get() - reclaimable > max) {
            return false;
        }
        for (Reclaimable each : reclaimables) {
            while (usedBytes.get() > max && each.reclaimableBytes() > 0) {
                each.reclaim();
            }
        }
        return true;
    }

    KeyValueCache open(int capacity, ModelVariant variant) {
        KeyValueCache cache = model.newCache(capacity, variant);
        count(cache.capacity());
        return cache;
    }

    /** Grows {@code cache} to at least {@code capacity} tokens if there is memory, and returns whether there was. */
    boolean grow(KeyValueCache cache, int capacity) {
        int held = cache.capacity();
        if (capacity > held) {
            if (!makeRoom(capacity - held)) {
                return false;
            }
            cache.reserve(capacity);
            count(cache.capacity() - held);
        }
        return true;
    }

    void close(KeyValueCache cache) {
        count(-cache.capacity());
        cache.close();
    }

    /** Returns {@code tokens} rounded up to whole blocks, but at most {@code limit}. */
    static int wholeBlocks(int tokens, int limit) {
        return Math.min(limit, (tokens + BLOCK_TOKENS - 1) / BLOCK_TOKENS * BLOCK_TOKENS);
    }

    private void count(int tokens) {
        usedBytes.addAndGet(bytes(tokens));
    }

    /** A holder of memory that can be reclaimed. */
    interface Reclaimable {

        /** Returns the number of bytes that can be reclaimed. */
        long reclaimableBytes();

        /** Frees some of these bytes. */
        void reclaim();
    }
}
