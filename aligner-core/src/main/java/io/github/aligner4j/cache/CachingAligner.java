package io.github.aligner4j.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.GuardedCorrection;
import io.github.aligner4j.SafeSession;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/**
 * Remembers corrections of the same question and answer, in the same conversation and context and of the same strength.
 *
 * <p>Only for Aligners that always give the same correction, as greedy ones do. A remembered correction has no usage: no
 * token was read or written for it. Failures are not remembered. What the Aligner did ahead of an answer's end ({@link #begin})
 * was in vain if the whole answer turns out to be remembered. Safe for use by several threads.
 */
public final class CachingAligner implements Aligner {

    private final Aligner aligner;
    private final Cache<Key, String> answers;

    private CachingAligner(Aligner aligner, Cache<Key, String> answers) {
        this.aligner = Objects.requireNonNull(aligner, "aligner");
        this.answers = answers;
    }

    /**
     * Returns {@code aligner} with a memory.
     *
     * @param maximumSize most corrections remembered, at least 1
     * @param expireAfterAccess how long one is remembered after it was last used
     */
    public static CachingAligner of(Aligner aligner, long maximumSize, Duration expireAfterAccess) {
        return of(aligner, maximumSize, expireAfterAccess, Ticker.systemTicker());
    }

    static CachingAligner of(Aligner aligner, long maximumSize, Duration expireAfterAccess, Ticker ticker) {
        if (maximumSize < 1) {
            throw new IllegalArgumentException("a cache's maximum size must be at least 1, but was " + maximumSize);
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
    public Correction correct(CorrectionRequest request) {
        return correct(request, CorrectionContext.DEFAULT);
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext call) {
        return correct(request, call, aligner::correct);
    }

    @Override
    public CorrectionLimits limits() {
        return aligner.limits();
    }

    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        CorrectionSession session = SafeSession.begin(aligner, request, executor);
        return session.completedBy((answered, call) -> correct(answered, call, session::complete));
    }

    private Correction correct(
            CorrectionRequest request,
            CorrectionContext call,
            BiFunction<CorrectionRequest, CorrectionContext, Correction> unknown) {
        call.cancellation().throwIfCancelled();
        long started = System.nanoTime();
        Key key = Key.of(request);
        String known = answers.getIfPresent(key);
        if (known == null) {
            Correction correction = GuardedCorrection.correct(call, heard -> unknown.apply(request, heard));
            answers.put(key, correction.answer());
            return correction;
        }
        call.emit(known);
        return Correction.of(request.answer(), known, TokenUsage.NONE, Duration.ofNanos(System.nanoTime() - started));
    }

    /** Returns hits, misses and evictions so far. */
    public CacheStats stats() {
        return answers.stats();
    }

    private record Key(
            String question, String answer, List<Turn> conversation, List<String> context, OptionalDouble strength) {

        static Key of(CorrectionRequest request) {
            return new Key(
                    request.question(),
                    request.answer(),
                    request.conversation(),
                    request.context(),
                    request.strength());
        }
    }
}
