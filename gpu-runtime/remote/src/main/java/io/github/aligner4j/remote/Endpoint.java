// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One URL of an engine: its circuit breaker, its load, and what its probe found out. The URL is ejected when at least half of the
 * last calls, three or more, failed; after a while one call tries it again, and it is probed anew, as another model may run there.
 */
final class Endpoint {

    private static final int WINDOW = 10;
    private static final int MIN_CALLS = 3;

    /** The circuit breaker lets a call through after, not at, the end of its wait. */
    private static final Duration AFTER = Duration.ofMillis(1);

    private final Transport transport;
    private final CircuitBreaker breaker;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile @Nullable ProbedEngine probed;
    private volatile @Nullable String lastError;
    private volatile @Nullable Instant ejectedUntil;

    Endpoint(Transport transport, Duration ejection, InstantSource clock) {
        this.transport = transport;
        this.breaker = CircuitBreaker.of(
                transport.failures().url(),
                CircuitBreakerConfig.custom()
                        .slidingWindow(WINDOW, MIN_CALLS, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(50)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitDurationInOpenState(ejection)
                        .writableStackTraceEnabled(false)
                        .clock(clock.withZone(ZoneOffset.UTC))
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> {
            boolean open = event.getStateTransition().getToState() == CircuitBreaker.State.OPEN;
            ejectedUntil = open ? clock.instant().plus(ejection).plus(AFTER) : null;
            probed = open ? null : probed;
        });
    }

    Transport transport() {
        return transport;
    }

    int inFlight() {
        return inFlight.get();
    }

    @Nullable Instant ejectedUntil() {
        return ejectedUntil;
    }

    @Nullable String lastError() {
        return lastError;
    }

    /**
     * Returns what the probe found out; probes if that was not done since the URL was last ejected. Calls that come at the same time
     * may each probe, so that none waits for another one's.
     *
     * @param raw true if the frame of raw prompts must have been probed
     */
    ProbedEngine probed(boolean raw, Supplier<ProbedEngine> probe) {
        ProbedEngine known = probed;
        if (known == null || (raw && !known.raw())) {
            known = probe.get();
            probed = known;
        }
        return known;
    }

    /** Returns a lease if the URL takes another call, else null. */
    @Nullable Lease tryLease() {
        if (!breaker.tryAcquirePermission()) {
            return null;
        }
        inFlight.incrementAndGet();
        return new Lease(this);
    }

    RemoteStatus.Url status() {
        RemoteStatus.State state = switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> RemoteStatus.State.EJECTED;
            case HALF_OPEN -> RemoteStatus.State.PROBING;
            default -> RemoteStatus.State.UP;
        };
        ProbedEngine known = probed;
        return new RemoteStatus.Url(
                transport.failures().url(),
                state,
                inFlight.get(),
                Optional.ofNullable(ejectedUntil),
                Optional.ofNullable(known == null ? null : known.facts().version()),
                Optional.ofNullable(lastError));
    }

    /** The right to make one call. */
    static final class Lease implements AutoCloseable {

        private final Endpoint endpoint;
        private final long started = System.nanoTime();
        private boolean reported;

        private Lease(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        Endpoint endpoint() {
            return endpoint;
        }

        void succeeded() {
            reported = true;
            endpoint.lastError = null;
            endpoint.breaker.onSuccess(System.nanoTime() - started, TimeUnit.NANOSECONDS);
        }

        void failed(RemoteEngineException failure) {
            endpoint.lastError = failure.getMessage();
            if (failure.countsAgainstUrl()) {
                reported = true;
                endpoint.breaker.onError(System.nanoTime() - started, TimeUnit.NANOSECONDS, failure);
            }
        }

        /** Ends the call; one that neither succeeded nor failed says nothing about the URL. */
        @Override
        public void close() {
            endpoint.inFlight.decrementAndGet();
            if (!reported) {
                endpoint.breaker.releasePermission();
            }
        }
    }
}
