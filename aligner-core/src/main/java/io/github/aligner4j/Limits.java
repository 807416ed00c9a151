package io.github.aligner4j;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds the limits of an Aligner that hold for a whole correction, even if it is asked for many parts of it. */
public final class Limits {

    /** Beyond this, a timeout is none. */
    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    private Limits() {}

    /**
     * Returns {@code call} with the deadline and the tokens that a correction by {@code aligner} has if it begins now. A stack
     * whose layers all have a timeout has all of theirs together; tokens are each layer's own.
     */
    public static CorrectionCall of(Aligner aligner, CorrectionCall call) {
        if (aligner instanceof CompletionAligner completion) {
            return completion.limited(call);
        }
        if (aligner instanceof WindowedAligner windowed) {
            return of(windowed.aligner(), call);
        }
        if (aligner instanceof AlignerStack stack) {
            Duration timeout = timeout(stack);
            return timeout == null ? call : call.notAfter(Instant.now().plus(timeout));
        }
        return aligner instanceof CachingAligner caching ? of(caching.aligner(), call) : call;
    }

    private static @Nullable Duration timeout(Aligner aligner) {
        if (aligner instanceof CompletionAligner completion) {
            return completion.timeout();
        }
        if (aligner instanceof WindowedAligner windowed) {
            return timeout(windowed.aligner());
        }
        if (aligner instanceof AlignerStack stack) {
            return timeout(stack);
        }
        return aligner instanceof CachingAligner caching ? timeout(caching.aligner()) : null;
    }

    private static @Nullable Duration timeout(AlignerStack stack) {
        Duration all = Duration.ZERO;
        for (Layer layer : stack.layers()) {
            Duration timeout = timeout(layer.aligner());
            if (timeout == null || timeout.compareTo(MAX_TIMEOUT) > 0) {
                return null;
            }
            all = all.plus(timeout);
        }
        return stack.layers().isEmpty() ? null : all;
    }
}
