// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.remote.Endpoint.Lease;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * Makes a call to one URL after the other until one succeeds, as far as the {@link RetryPolicy} and the call's deadline allow.
 *
 * <p>Resilience4j's retry waits by sleeping, which neither a cancellation nor a deadline can end, and it knows no {@code
 * Retry-After}; its intervals are used here.
 */
final class RetryLoop {

    private static final String WAITING = "waiting to send a request again";

    /** The wait for a URL that is tried by another call at the moment. */
    private static final Duration MIN_WAIT = Duration.ofMillis(20);

    private final EndpointPool pool;
    private final RetryPolicy policy;
    private final IntervalFunction delays;
    private final Pause pause;

    RetryLoop(EndpointPool pool, RetryPolicy policy, Pause pause) {
        this.pool = pool;
        this.policy = policy;
        this.delays = policy.delays();
        this.pause = pause;
    }

    /**
     * Returns the result of an attempt.
     *
     * @param affinity the same number for prompts that begin alike
     * @param attempt makes the call
     */
    <T> T run(int affinity, Call call, Function<Endpoint, T> attempt) {
        Instant until = call.clock().instant().plus(policy.maxElapsed());
        Endpoint failed = null;
        int sent = 0;
        int waited = 0;
        while (true) {
            call.requireWanted(WAITING);
            Lease lease = pool.lease(affinity, failed);
            if (lease == null) {
                waited++;
                Duration wait = max(pool.untilFirst(), max(MIN_WAIT, delay(waited)));
                waitFor(wait, call, until, pool.ejected());
                continue;
            }
            try (lease) {
                T result = attempt.apply(lease.endpoint());
                lease.succeeded();
                return result;
            } catch (RemoteEngineException e) {
                lease.failed(e);
                sent++;
                failed = lease.endpoint();
                if (!e.resendable() || sent >= policy.maxAttempts()) {
                    throw e;
                }
                Duration asked = e.retryAfter();
                waitFor(asked == null ? delay(sent) : max(asked, delay(sent)), call, until, e);
            }
        }
    }

    /** Waits, unless that would be in vain: then throws {@code failure} at once. */
    private void waitFor(Duration wait, Call call, Instant until, RemoteEngineException failure) {
        if (!call.allows(wait) || call.clock().instant().plus(wait).isAfter(until)) {
            throw failure;
        }
        pause.pause(wait, call);
    }

    private Duration delay(int attempts) {
        return Duration.ofMillis(delays.apply(attempts));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
