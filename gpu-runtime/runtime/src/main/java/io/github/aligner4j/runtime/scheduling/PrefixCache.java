package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of sequences that have ended, or that are expected, kept for those that begin alike; the ones used longest
 * ago go first. Used by the device's thread; {@link #entries()} and {@link #lentBytes()} by any.
 */
final class PrefixCache implements CacheMemory.Lender {

    private static final int MOST_ENTRIES = 32;

    private final CacheMemory memory;
    private final long limitBytes;
    private final List<Prefix> prefixes = new ArrayList<>(); // used longest ago first
    private volatile int entries;
    private volatile long bytes;

    PrefixCache(CacheMemory memory, long limitBytes) {
        this.memory = memory;
        this.limitBytes = limitBytes;
    }

    int entries() {
        return entries;
    }

    /** Device memory that the kept prefixes take. */
    @Override
    public long lentBytes() {
        return bytes;
    }

    /** Returns the prefix that saves most of {@code tokens}, the one used last among equals; null if none saves any. */
    @Nullable Prefix best(int[] tokens, ModelVariant variant) {
        Prefix best = null;
        int most = 1;
        for (Prefix prefix : prefixes) {
            int serves = prefix.serves(tokens, variant);
            if (serves >= most) {
                best = prefix;
                most = serves;
            }
        }
        return best;
    }

    /** Hands {@code prefix} over to the caller. */
    void take(Prefix prefix) {
        prefixes.remove(prefix);
        recount();
    }

    /** Takes over {@code cache} and keeps it as the prefix used last, unless it is of no use. */
    void add(int[] tokens, KeyValueCache cache) {
        Prefix added = Prefix.of(tokens, cache);
        if (added.tokens().length < Prefix.FEWEST || !dropRedundant(added) || !fits(added)) {
            memory.close(cache);
        } else {
            prefixes.add(added);
        }
        recount();
    }

    /** Drops the prefix used longest ago; there must be one. */
    @Override
    public void giveBack() {
        memory.close(prefixes.remove(0).cache());
        recount();
    }

    /** Drops all. */
    void clear() {
        while (!prefixes.isEmpty()) {
            giveBack();
        }
    }

    /** Drops what {@code added} makes superfluous; false if it is superfluous itself, which renews what holds it. */
    private boolean dropRedundant(Prefix added) {
        for (Prefix prefix : prefixes) {
            if (added.begins(prefix)) {
                prefixes.remove(prefix);
                prefixes.add(prefix);
                return false;
            }
        }
        List<Prefix> redundant =
                prefixes.stream().filter(prefix -> prefix.begins(added)).toList();
        redundant.forEach(prefix -> memory.close(prefix.cache()));
        prefixes.removeAll(redundant);
        return true;
    }

    private boolean fits(Prefix added) {
        long needed = bytesOf(added);
        if (needed > limitBytes) {
            return false;
        }
        recount();
        while (bytes + needed > limitBytes || prefixes.size() >= MOST_ENTRIES) {
            giveBack();
        }
        return true;
    }

    private void recount() {
        entries = prefixes.size();
        bytes = prefixes.stream().mapToLong(this::bytesOf).sum();
    }

    private long bytesOf(Prefix prefix) {
        return memory.bytes(prefix.cache().capacity());
    }
}
