// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Limits that an Aligner keeps for a whole correction. An Aligner that calls it several times for one answer applies them to
 * all calls together. Start from {@link #NONE} and change it with the {@code withX} methods. Immutable.
 */
public final class CorrectionLimits {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    /** No limits. */
    public static final CorrectionLimits NONE = new CorrectionLimits(null, UNLIMITED, InstantSource.system());

    /** Timeouts beyond this are no limit. */
    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    private static final Duration NO_TIMEOUT = MAX_TIMEOUT.plusDays(1);

    private final @Nullable Duration timeout;
    private final int maxNewTokens;
    private final InstantSource clock;

    private CorrectionLimits(@Nullable Duration timeout, int maxNewTokens, InstantSource clock) {
        this.timeout = timeout;
        this.maxNewTokens = maxNewTokens;
        this.clock = clock;
    }

    /** Returns the longest time that a correction may take, if there is a limit. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Returns the maximum number of tokens that the Aligner's model may generate, if there is one. */
    public OptionalInt maxNewTokens() {
        return maxNewTokens == UNLIMITED ? OptionalInt.empty() : OptionalInt.of(maxNewTokens);
    }

    /**
     * Returns a copy with another timeout.
     *
     * @throws IllegalArgumentException if {@code timeout} is not above zero
     */
    public CorrectionLimits withTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be above 0, but was " + timeout);
        }
        return new CorrectionLimits(timeout, maxNewTokens, clock);
    }

    /**
     * Returns a copy with another limit of new tokens.
     *
     * @throws IllegalArgumentException if {@code maxNewTokens} is below 1
     */
    public CorrectionLimits withMaxNewTokens(int maxNewTokens) {
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("max-new-tokens must be at least 1, but was " + maxNewTokens);
        }
        return new CorrectionLimits(timeout, maxNewTokens, clock);
    }

    /** Returns a copy that takes the beginning of a correction from another clock. */
    public CorrectionLimits withClock(InstantSource clock) {
        return new CorrectionLimits(timeout, maxNewTokens, Objects.requireNonNull(clock, "clock"));
    }

    /** Returns {@code context} with these limits as well, for a correction that begins now. */
    public CorrectionContext applyTo(CorrectionContext context) {
        CorrectionContext timed = timeout == null ? context : context.withDeadline(latest(clock.instant(), timeout));
        return maxNewTokens == UNLIMITED ? timed : timed.withMaxNewTokens(maxNewTokens);
    }

    /**
     * Returns the limits of a stack: the sum of the timeouts of its layers and their retries, if each has one and no layer has the
     * upstream model answer again. Token limits stay each layer's own.
     */
    static CorrectionLimits ofStack(Iterable<Layer> layers) {
        Duration sum = Duration.ZERO;
        for (Layer layer : layers) {
            Duration timeout = timeout(layer);
            if (timeout.compareTo(MAX_TIMEOUT) > 0) {
                return NONE;
            }
            sum = sum.plus(timeout);
        }
        return sum.isZero() ? NONE : NONE.withTimeout(sum);
    }

    /** Returns the timeout of a layer, retries included, or a longer one than {@link #MAX_TIMEOUT} if it has none. */
    private static Duration timeout(Layer layer) {
        Duration sum = timeout(layer.aligner(), 1);
        for (FailurePolicy policy : Policies.chain(layer.failurePolicy())) {
            if (policy instanceof FailurePolicy.Reprompt) {
                return NO_TIMEOUT;
            }
            if (policy instanceof FailurePolicy.Retry retry) {
                sum = sum.plus(timeout(retry.aligner(), retry.maxRetries()));
            }
        }
        return sum;
    }

    private static Duration timeout(Aligner aligner, int calls) {
        Duration timeout = aligner.limits().timeout;
        return timeout == null || timeout.compareTo(MAX_TIMEOUT) > 0 ? NO_TIMEOUT : timeout.multipliedBy(calls);
    }

    private static Instant latest(Instant now, Duration timeout) {
        Duration left = Duration.between(now, Instant.MAX);
        return timeout.compareTo(left) < 0 ? now.plus(timeout) : Instant.MAX;
    }
}
