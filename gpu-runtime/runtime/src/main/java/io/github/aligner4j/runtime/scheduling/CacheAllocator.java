package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a sequence that begins its cache, holding as much of it as is at hand: from the kept prefixes, or from a running
 * request that began alike. A prefix that the sequence continues changes hands; any other is copied, which takes a hundredth
 * of the time of reading it, and stays for the next.
 */
final class CacheAllocator {

    private final CacheMemory memory;
    private final PrefixCache prefixes;

    CacheAllocator(CacheMemory memory, PrefixCache prefixes) {
        this.memory = memory;
        this.prefixes = prefixes;
    }

    /** Returns how much of {@code tokens} is at hand. */
    int atHand(int[] tokens, ModelVariant variant, List<RunningRequest> running) {
        Prefix kept = prefixes.best(tokens, variant);
        Prefix lent = best(tokens, variant, running);
        return Math.max(
                kept == null ? 0 : kept.serves(tokens, variant), lent == null ? 0 : lent.serves(tokens, variant));
    }

    /**
     * Returns a cache with room for {@code tokens} and some more; null if memory is short.
     *
     * @param limit most tokens that the sequence can have
     * @param running whose caches can be copied from
     */
    @Nullable KeyValueCache open(int[] tokens, int limit, ModelVariant variant, List<RunningRequest> running) {
        int capacity = capacity(tokens.length, limit);
        Prefix kept = prefixes.best(tokens, variant);
        Prefix lent = best(tokens, variant, running);
        int keptTokens = kept == null ? 0 : kept.serves(tokens, variant);
        int lentTokens = lent == null ? 0 : lent.serves(tokens, variant);
        if (kept != null && keptTokens >= lentTokens) {
            return fromKept(kept, keptTokens, capacity, variant);
        }
        if (!memory.makeRoom(capacity)) {
            return null;
        }
        KeyValueCache cache = memory.open(capacity, variant);
        return lent == null ? cache : copied(lent, lentTokens, cache);
    }

    private @Nullable KeyValueCache fromKept(Prefix kept, int count, int capacity, ModelVariant variant) {
        prefixes.take(kept);
        boolean same = kept.variant().equals(variant);
        boolean continued = same && kept.tokens().length - count <= Prefix.TAIL;
        if (continued || !memory.makeRoom(capacity)) {
            return same ? continued(kept, count, capacity) : instead(kept, capacity, variant);
        }
        try {
            return copied(kept, count, memory.open(capacity, variant));
        } finally {
            prefixes.add(kept.tokens(), kept.cache());
        }
    }

    /** Gives up what can be copied only, as there is no room for both. */
    private @Nullable KeyValueCache instead(Prefix kept, int capacity, ModelVariant variant) {
        memory.close(kept.cache());
        return memory.makeRoom(capacity) ? memory.open(capacity, variant) : null;
    }

    private @Nullable KeyValueCache continued(Prefix kept, int count, int capacity) {
        KeyValueCache cache = kept.cache();
        cache.truncate(count);
        try {
            if (memory.grow(cache, capacity)) {
                return cache;
            }
        } catch (RuntimeException | Error e) {
            memory.close(cache);
            throw e;
        }
        prefixes.add(kept.tokens(), cache);
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

    private static @Nullable Prefix best(int[] tokens, ModelVariant variant, List<RunningRequest> running) {
        Prefix best = null;
        int most = 1;
        for (RunningRequest each : running) {
            Prefix prefix = Prefix.of(each.sequence().tokens(), each.cache());
            int serves = prefix.serves(tokens, variant);
            if (serves >= most) {
                best = prefix;
                most = serves;
            }
        }
        return best;
    }

    /** A completion is a correction of what the prompt holds, so it is hardly ever longer than half of it. */
    private static int capacity(int length, int limit) {
        return CacheMemory.blocks(length + length / 2 + CacheMemory.BLOCK, limit);
    }
}
