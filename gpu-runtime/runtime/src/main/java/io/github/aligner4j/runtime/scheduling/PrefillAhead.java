package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads, piece by piece and one after another, prompts that are expected to come, and leaves them with the kept prefixes.
 * What is left half read, because memory is short or the prompt itself has come, is forgotten or kept as it is. Used by the
 * device's thread.
 */
final class PrefillAhead implements BatchEntry, CacheMemory.Lender {

    private final PrefillHints waiting;
    private final DeviceCaches caches;
    private @Nullable PrefillHint current;
    private @Nullable KeyValueCache cache;
    private @Nullable Segment segment;

    PrefillAhead(PrefillHints waiting, DeviceCaches caches) {
        this.waiting = waiting;
        this.caches = caches;
    }

    boolean isIdle() {
        return current == null && waiting.isEmpty();
    }

    /**
     * Decides what to read in the next pass, at most {@code mostRows} tokens, and returns whether there is anything.
     *
     * @param running whose caches can be copied from
     */
    boolean plan(int mostRows, List<RunningRequest> running) {
        leaveIfOutdated();
        while (cache == null && !waiting.isEmpty()) {
            begin(waiting.poll(), running);
        }
        if (current == null || cache == null) {
            return false;
        }
        int read = cache.length();
        int[] chunk = Arrays.copyOfRange(current.tokens(), read, Math.min(read + mostRows, current.tokens().length));
        segment = Segment.chain(chunk, 0, false, cache);
        return true;
    }

    /** Makes what has been read available if a sequence of {@code tokens}, which begins now, continues it. */
    void yieldTo(int[] tokens, ModelVariant variant) {
        waiting.removeAll(tokens, variant);
        if (current != null && current.isContinuedBy(tokens, variant)) {
            keep();
        }
    }

    @Override
    public Segment segment() {
        return Objects.requireNonNull(segment);
    }

    @Override
    public void accept(Scores scores) {
        if (current != null && cache != null && cache.length() == current.tokens().length) {
            keep();
        }
    }

    @Override
    public void fail(Throwable cause) {
        forget();
    }

    @Override
    public long lentBytes() {
        return cache == null ? 0 : caches.memory().bytes(cache.capacity());
    }

    @Override
    public void giveBack() {
        forget();
    }

    /** Forgets all. */
    void clear() {
        forget();
        waiting.clear();
    }

    private void leaveIfOutdated() {
        if (current != null && current.cancellation().isCancelled()) {
            forget();
        } else if (current != null && waiting.continues(current)) {
            keep();
        }
    }

    private void begin(@Nullable PrefillHint next, List<RunningRequest> running) {
        if (next == null) {
            return;
        }
        int length = next.tokens().length;
        if (caches.start().atHand(next.tokens(), next.variant(), running) < length - 1) {
            try {
                cache = caches.start().open(next.tokens(), caches.contextTokens(), next.variant(), running);
            } catch (RuntimeException | Error e) {
                // Only a hint: the request itself will fail, and tell.
            }
            current = cache == null ? null : next;
        }
    }

    private void keep() {
        PrefillHint done = Objects.requireNonNull(current);
        KeyValueCache read = Objects.requireNonNull(cache);
        current = null;
        cache = null;
        caches.prefixes().add(done.tokens(), read);
    }

    private void forget() {
        KeyValueCache read = cache;
        current = null;
        cache = null;
        if (read != null) {
            caches.memory().close(read);
        }
    }
}
