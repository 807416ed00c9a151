package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The device memory for keys and values: opens, grows and closes all caches, keeps count, and asks those who hold some
 * without need to give it back. Used by the device's thread; {@link #usedBytes()} by any.
 */
final class CacheMemory {

    /** Caches grow in steps of so many tokens. */
    static final int BLOCK = 64;

    private final CausalLanguageModel model;
    private final long limitBytes;
    private final List<Lender> lenders = new ArrayList<>();
    private final AtomicLong usedBytes = new AtomicLong();

    CacheMemory(CausalLanguageModel model, long limitBytes) {
        this.model = model;
        this.limitBytes = limitBytes;
    }

    /** Adds one who gives memory back when asked. Those added first are asked first. */
    void borrowFrom(Lender lender) {
        lenders.add(lender);
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
     * Checks that one request with {@code tokens} could have all its keys and values here.
     *
     * @throws CompletionModelException if not, with the numbers
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

    /** Makes room for {@code tokens} more and returns whether that worked; if it can't, nobody loses anything. */
    boolean makeRoom(int tokens) {
        long most = limitBytes - bytes(tokens);
        long lent = lenders.stream().mapToLong(Lender::lentBytes).sum();
        if (usedBytes.get() - lent > most) {
            return false;
        }
        for (Lender lender : lenders) {
            while (usedBytes.get() > most && lender.lentBytes() > 0) {
                lender.giveBack();
            }
        }
        return true;
    }

    KeyValueCache open(int capacity, ModelVariant variant) {
        KeyValueCache cache = model.newCache(capacity, variant);
        add(cache.capacity());
        return cache;
    }

    /** Makes room in {@code cache} for {@code capacity} tokens, if the memory is there, and returns whether it has it. */
    boolean grow(KeyValueCache cache, int capacity) {
        int held = cache.capacity();
        if (capacity > held) {
            if (!makeRoom(capacity - held)) {
                return false;
            }
            cache.reserve(capacity);
            add(cache.capacity() - held);
        }
        return true;
    }

    void close(KeyValueCache cache) {
        add(-cache.capacity());
        cache.close();
    }

    /** Returns {@code tokens} in whole blocks, at most {@code limit}. */
    static int blocks(int tokens, int limit) {
        return Math.min(limit, (tokens + BLOCK - 1) / BLOCK * BLOCK);
    }

    /** Holds memory that it can do without. */
    interface Lender {

        /** Bytes that it can give back. */
        long lentBytes();

        /** Gives some of them back. */
        void giveBack();
    }

    private void add(int tokens) {
        usedBytes.addAndGet(bytes(tokens));
    }
}
