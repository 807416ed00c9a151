package io.github.aligner4j;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Limits that an Aligner keeps for a whole correction. An Aligner that calls it several times for one answer applies them to
 * all calls together. Immutable.
 *
 * @param timeout the longest time that a correction may take, or null for no limit
 * @param maxNewTokens the number of tokens that its model may generate, or empty for no limit
 * @param clock the clock that tells the time at which a correction begins
 */
public record CorrectionLimits(@Nullable Duration timeout, OptionalInt maxNewTokens, InstantSource clock) {

    /** No limits. */
    public static final CorrectionLimits NONE = new CorrectionLimits(null, OptionalInt.empty(), InstantSource.system());

    /** Timeouts beyond this are no limit. */
    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    /** Checks that nothing required is missing. */
    public CorrectionLimits {
        Objects.requireNonNull(maxNewTokens, "maxNewTokens");
        Objects.requireNonNull(clock, "clock");
    }

    /** Returns {@code context} with these limits as well, for a correction that begins now. */
    public CorrectionContext applyTo(CorrectionContext context) {
        CorrectionContext timed = timeout == null ? context : context.withDeadline(latest(clock.instant(), timeout));
        return maxNewTokens.isPresent() ? timed.withMaxNewTokens(maxNewTokens.getAsInt()) : timed;
    }

    /** Returns the limits of a stack: the sum of its layers' timeouts, if each layer has one. Token limits stay each layer's own. */
    static CorrectionLimits ofStack(Iterable<Layer> layers) {
        Duration sum = Duration.ZERO;
        for (Layer layer : layers) {
            Duration timeout = layer.aligner().limits().timeout();
            if (timeout == null || timeout.compareTo(MAX_TIMEOUT) > 0) {
                return NONE;
            }
            sum = sum.plus(timeout);
        }
        return sum.isZero() ? NONE : new CorrectionLimits(sum, OptionalInt.empty(), InstantSource.system());
    }

    private static Instant latest(Instant now, Duration timeout) {
        Duration left = Duration.between(now, Instant.MAX);
        return timeout.compareTo(left) < 0 ? now.plus(timeout) : Instant.MAX;
    }
}
