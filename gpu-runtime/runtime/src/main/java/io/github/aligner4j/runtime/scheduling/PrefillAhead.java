// SPDX-License-Identifier: Apache-2.0
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
 * Speculative prefill: reads hinted prompts with the token budget that no request uses, one prompt after another and chunk
 * by chunk, and adds them to the prefix cache. If memory is short, a partly read prompt is dropped; if its request arrives,
 * the part that was read is cached.
 *
 * <p>Used by the device thread.
 */
final class PrefillAhead implements BatchEntry, CacheMemory.Reclaimable {

    private final PrefillHints hints;
    private final DeviceCaches caches;
    private @Nullable PrefillHint current;
    private @Nullable KeyValueCache cache;
    private @Nullable Segment segment;

    PrefillAhead(PrefillHints hints, DeviceCaches caches) {
        this.hints = hints;
        this.caches = caches;
    }

    boolean isIdle() {
        return current == null && hints.isEmpty();
    }

    /**
     * Plans the segment of the next pass and returns whether there is anything to read.
     *
     * @param maxTokens the maximum number of tokens to read
     * @param running requests whose caches may be copied from
     */
    boolean plan(int maxTokens, List<RunningRequest> running) {
        dropIfOutdated();
        while (cache == null && !hints.isEmpty()) {
            begin(hints.poll(), running);
        }
        if (current == null || cache == null) {
            return false;
        }
        int read = cache.length();
        int[] chunk = Arrays.copyOfRange(current.tokens(), read, Math.min(read + maxTokens, current.tokens().length));
        segment = Segment.chain(chunk, 0, false, cache);
        return true;
    }

    /** Caches what has been read if a sequence of {@code tokens}, which starts now, continues it. */
    void yieldTo(int[] tokens, ModelVariant variant) {
        hints.removeAll(tokens, variant);
        if (current != null && current.isContinuedBy(tokens, variant)) {
            addToPrefixes();
        }
    }

    @Override
    public Segment segment() {
        return Objects.requireNonNull(segment);
    }

    @Override
    public void accept(Scores scores) {
        if (current != null && cache != null && cache.length() == current.tokens().length) {
            addToPrefixes();
        }
    }

    @Override
    public void fail(Throwable cause) {
        drop();
    }

    @Override
    public long reclaimableBytes() {
        return cache == null ? 0 : caches.memory().bytes(cache.capacity());
    }

    @Override
    public void reclaim() {
        drop();
    }

    /** Drops all prompts. */
    void clear() {
        drop();
        hints.clear();
    }

    private void dropIfOutdated() {
        if (current != null && current.cancellation().isCancelled()) {
            drop();
        } else if (current != null && hints.continues(current)) {
            addToPrefixes();
        }
    }

    private void begin(@Nullable PrefillHint next, List<RunningRequest> running) {
        if (next == null) {
            return;
        }
        int length = next.tokens().length;
        if (caches.allocator().cachedTokens(next.tokens(), next.variant(), running) < length - 1) {
            try {
                cache = caches.allocator().allocate(next.tokens(), caches.contextTokens(), next.variant(), running);
            } catch (RuntimeException | Error e) {
                // Only a hint; the request itself will fail with the reason.
            }
            current = cache == null ? null : next;
        }
    }

    private void addToPrefixes() {
        PrefillHint done = Objects.requireNonNull(current);
        KeyValueCache read = Objects.requireNonNull(cache);
        current = null;
        cache = null;
        caches.prefixes().add(done.tokens(), read);
    }

    private void drop() {
        KeyValueCache read = cache;
        current = null;
        cache = null;
        if (read != null) {
            caches.memory().close(read);
        }
    }
}
