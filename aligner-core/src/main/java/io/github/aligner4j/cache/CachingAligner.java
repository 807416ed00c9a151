// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches corrections by question, answer, conversation, context, aspects and strength, and by the attributes that the builder is given.
 *
 * <p>Only for {@linkplain Aligner#deterministic() deterministic} Aligners, such as greedy ones. A cached correction has no usage
 * and no detections, as no token was read or generated for it. Failures are not cached, those after which a layer of a stack fails
 * open, refuses or has the upstream model answer again included. Early work ({@link #begin}) is dropped if the complete answer is
 * cached.
 *
 * <p>A cache belongs inside a layer rather than around a stack: which layers correct an answer may depend on its user and change at any
 * time ({@link io.github.aligner4j.Rollout}), which the cache doesn't know.
 *
 * <p>Identical requests at the same time call the Aligner once: the others wait for that correction, within their own deadlines and
 * cancellations and the Aligner's timeout. If it fails or is cancelled, they call the Aligner themselves.
 *
 * <p>The cache keeps digests (SHA-256) of requests and the corrected answers, but no question and no answer that was left unchanged.
 * Safe for use by several threads.
 */
public final class CachingAligner extends DelegatingAligner {

    private static final Set<Outcome> REPEATABLE = EnumSet.of(Outcome.CORRECTED, Outcome.UNCHANGED, Outcome.SKIPPED);

    private final Cache<CacheKey, CachedAnswer> answers;
    private final ConcurrentMap<CacheKey, Flight> flights = new ConcurrentHashMap<>();
    private final LongAdder shared = new LongAdder();
    private final Supplier<String> fingerprint;
    private final List<String> attributes;

    private CachingAligner(Builder builder) {
        super(builder.aligner);
        this.answers = builder.cache();
        this.fingerprint = builder.fingerprint;
        this.attributes = builder.attributes;
    }

    /**
     * Returns {@code aligner} with a cache.
     *
     * @param maximumSize the maximum number of cached corrections, at least 1
     * @param expireAfterAccess the time after its last use at which a correction expires
     * @throws IllegalArgumentException if {@code aligner} is not {@linkplain Aligner#deterministic() deterministic}
     */
    public static CachingAligner of(Aligner aligner, long maximumSize, Duration expireAfterAccess) {
        return builder(aligner)
                .maximumSize(maximumSize)
                .expireAfterAccess(expireAfterAccess)
                .build();
    }

    /**
     * Returns a builder of a cache for {@code aligner}.
     *
     * @throws IllegalArgumentException if {@code aligner} is not {@linkplain Aligner#deterministic() deterministic}
     */
    public static Builder builder(Aligner aligner) {
        return new Builder(aligner);
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        context.cancellation().throwIfCancelled();
        long started = System.nanoTime();
        CacheKey key = CacheKey.of(fingerprint.get(), request, attributes, context.isPart());
        CachedAnswer cached = answers.getIfPresent(key);
        if (cached == null) {
            Flight own = new Flight();
            Flight running = flights.putIfAbsent(key, own);
            if (running == null) {
                return lead(key, own, () -> AlignerCall.correct(delegate, request, context));
            }
            // The Aligner's timeout holds for waiting and a correction of its own together.
            CorrectionContext limited = limits().applyTo(context);
            cached = follow(running, limited);
            if (cached == null) {
                return remember(key, AlignerCall.correct(delegate, request, limited));
            }
        }
        Correction correction = cached.correction(request, Duration.ofNanos(System.nanoTime() - started));
        context.emit(correction.answer());
        return correction;
    }

    private Correction remember(CacheKey key, Correction correction) {
        if (isCached(correction)) {
            answers.put(key, CachedAnswer.of(correction));
        }
        return correction;
    }

    /** Corrects for all threads that join the flight, which ends whatever happens. */
    private Correction lead(CacheKey key, Flight flight, Supplier<Correction> call) {
        CachedAnswer answer = null;
        try {
            Correction correction = call.get();
            if (isCached(correction)) {
                answer = CachedAnswer.of(correction);
                answers.put(key, answer);
            }
            return correction;
        } finally {
            flights.remove(key, flight);
            flight.end(answer);
        }
    }

    /** Returns true if the same request would have the same correction again, as far as the layers of a stack tell. */
    private static boolean isCached(Correction correction) {
        return REPEATABLE.containsAll(correction.outcomes());
    }

    private @Nullable CachedAnswer follow(Flight flight, CorrectionContext context) {
        if (flight.isOwn()) {
            return null;
        }
        Optional<CachedAnswer> answer = flight.await(context);
        if (answer.isPresent()) {
            shared.increment();
        }
        return answer.orElse(null);
    }

    /** Returns the counts so far, and the present size. */
    public CacheStatistics stats() {
        CacheStats stats = answers.stats();
        long joined = shared.sum();
        return new CacheStatistics(
                stats.hitCount(),
                Math.max(0, stats.missCount() - joined),
                joined,
                stats.evictionCount(),
                answers.estimatedSize(),
                answers.asMap().values().stream().mapToLong(CachedAnswer::bytes).sum());
    }

    /** Evicts now what is due to be evicted soon. */
    void cleanUp() {
        answers.cleanUp();
    }

    /** Collects the settings of a cache. Not safe for use by several threads. */
    public static final class Builder {

        private static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

        private final Aligner aligner;
        private @Nullable Long maximumSize;
        private @Nullable Long maximumMemory;
        private Duration expireAfterAccess = NEVER;
        private Ticker ticker = Ticker.systemTicker();
        private Supplier<String> fingerprint = () -> "";
        private List<String> attributes = List.of();

        private Builder(Aligner aligner) {
            if (!aligner.deterministic()) {
                throw new IllegalArgumentException(
                        "corrections of an Aligner that samples can't be cached, as each one may"
                                + " be different; leave the cache out, or set the Aligner's temperature to 0");
            }
            this.aligner = aligner;
        }

        /**
         * Sets the maximum number of cached corrections, at least 1.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder maximumSize(long maximumSize) {
            this.maximumSize = positive("size", maximumSize);
            return this;
        }

        /**
         * Sets the maximum memory of the cached corrections in bytes, at least 1.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder maximumMemory(long bytes) {
            this.maximumMemory = positive("memory", bytes);
            return this;
        }

        /** Sets the time after its last use at which a correction expires. By default, none expires. */
        public Builder expireAfterAccess(Duration expireAfterAccess) {
            this.expireAfterAccess = Objects.requireNonNull(expireAfterAccess, "expireAfterAccess");
            return this;
        }

        /**
         * Sets what tells apart the states of an Aligner that can change, such as a hash of its checkpoint, adapter and template.
         * Corrections that were cached under another fingerprint are not found. By default, an Aligner does not change.
         */
        @Incubating
        public Builder fingerprint(Supplier<String> fingerprint) {
            this.fingerprint = Objects.requireNonNull(fingerprint, "fingerprint");
            return this;
        }

        /**
         * Sets the request attributes that a correction depends on, compared as strings; none by default. Name those that the Aligner
         * reads, such as the user or tenant of a router: without them, one user would get the correction of another.
         */
        @Incubating
        public Builder attributes(String... names) {
            this.attributes = List.of(names);
            return this;
        }

        Builder ticker(Ticker ticker) {
            this.ticker = ticker;
            return this;
        }

        /**
         * Returns the Aligner with the cache.
         *
         * @throws IllegalArgumentException if not exactly one of maximum size and maximum memory is set
         */
        public CachingAligner build() {
            return new CachingAligner(this);
        }

        private Cache<CacheKey, CachedAnswer> cache() {
            Caffeine<Object, Object> cache = Caffeine.newBuilder()
                    .expireAfterAccess(expireAfterAccess)
                    .ticker(ticker)
                    .recordStats();
            if (maximumSize != null && maximumMemory == null) {
                return cache.maximumSize(maximumSize).build();
            }
            if (maximumMemory != null && maximumSize == null) {
                return cache.maximumWeight(maximumMemory)
                        .weigher((CacheKey key, CachedAnswer answer) -> answer.bytes())
                        .build();
            }
            throw new IllegalArgumentException("a cache needs either a maximum size or a maximum memory, but "
                    + (maximumSize == null ? "neither was" : "both were") + " given");
        }

        private static long positive(String what, long maximum) {
            if (maximum < 1) {
                throw new IllegalArgumentException(
                        "a cache's maximum " + what + " must be at least 1, but was " + maximum);
            }
            return maximum;
        }
    }
}
