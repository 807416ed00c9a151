package io.github.aligner4j.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Caches corrections by question, answer, conversation, context, aspects and strength.
 *
 * <p>Only for {@linkplain Aligner#deterministic() deterministic} Aligners, such as greedy ones. A cached correction has no usage
 * and no detections, as no token was read or generated for it. Failures are not cached. Early work ({@link #begin}) is dropped if
 * the complete answer is cached. Safe for use by several threads.
 */
public final class CachingAligner extends DelegatingAligner {

    private final Cache<Key, Cached> answers;

    private CachingAligner(Aligner aligner, Cache<Key, Cached> answers) {
        super(aligner);
        this.answers = answers;
    }

    /**
     * Returns {@code aligner} with a cache.
     *
     * @param maximumSize the maximum number of cached corrections, at least 1
     * @param expireAfterAccess the time after its last use at which a correction expires
     * @throws IllegalArgumentException if {@code aligner} is not {@linkplain Aligner#deterministic() deterministic}
     */
    public static CachingAligner of(Aligner aligner, long maximumSize, Duration expireAfterAccess) {
        return of(aligner, maximumSize, expireAfterAccess, Ticker.systemTicker());
    }

    static CachingAligner of(Aligner aligner, long maximumSize, Duration expireAfterAccess, Ticker ticker) {
        if (maximumSize < 1) {
            throw new IllegalArgumentException("a cache's maximum size must be at least 1, but was " + maximumSize);
        }
        if (!aligner.deterministic()) {
            throw new IllegalArgumentException("corrections of an Aligner that samples can't be cached, as each one may"
                    + " be different; leave the cache out, or set the Aligner's temperature to 0");
        }
        return new CachingAligner(
                aligner,
                Caffeine.newBuilder()
                        .maximumSize(maximumSize)
                        .expireAfterAccess(expireAfterAccess)
                        .ticker(ticker)
                        .recordStats()
                        .build());
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        context.cancellation().throwIfCancelled();
        long started = System.nanoTime();
        Key key = Key.of(request);
        Cached cached = answers.getIfPresent(key);
        if (cached == null) {
            Correction correction = AlignerCall.correct(delegate, request, context);
            answers.put(key, new Cached(correction.answer(), correction.contextUse()));
            return correction;
        }
        context.emit(cached.answer);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        return Correction.of(request.answer(), cached.answer, TokenUsage.NONE, elapsed)
                .withContextUse(cached.contextUse);
    }

    /** Returns the counts of hits, misses and evictions so far. */
    public CacheStatistics stats() {
        CacheStats stats = answers.stats();
        return new CacheStatistics(stats.hitCount(), stats.missCount(), stats.evictionCount());
    }

    private record Cached(String answer, ContextUse contextUse) {}

    private record Key(
            String question,
            String answer,
            List<Turn> conversation,
            List<String> context,
            List<String> aspects,
            OptionalDouble strength) {

        static Key of(CorrectionRequest request) {
            return new Key(
                    request.question(),
                    request.answer(),
                    request.conversation(),
                    request.context(),
                    request.aspects(),
                    request.strength());
        }
    }
}
