// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.DeadlineExceededException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The limits of one correction, which its parts share. For one thread at a time. */
final class PartLimits {

    private final CorrectionContext context;
    private final CorrectionLimits limits;
    private final boolean pausing;
    private @Nullable CorrectionContext limited;

    /**
     * Creates it.
     *
     * @param context the context of the answer
     * @param limits the limits of the Aligner
     * @param pausing true if time passes between the parts that the timeout does not count, as the answer is still being generated
     */
    PartLimits(CorrectionContext context, CorrectionLimits limits, boolean pausing) {
        this.context = context;
        this.limits = limits;
        this.pausing = pausing;
    }

    /** Returns the context of the next part, given the tokens and the time that the parts before it took. */
    CorrectionContext next(int tokens, Duration elapsed) {
        throwIfInterrupted();
        CorrectionContext next = limited(elapsed);
        int limit = next.maxNewTokens().orElse(Integer.MAX_VALUE);
        if (tokens >= limit) {
            throw new AlignerException("an answer's parts need more than the " + limit
                    + " tokens that they may have together; raise max-new-tokens, or ask for shorter answers");
        }
        return next.maxNewTokens().isEmpty() ? next : next.withMaxNewTokens(limit - tokens);
    }

    private CorrectionContext limited(Duration elapsed) {
        if (limited == null) {
            limited = limits.applyTo(context);
        }
        if (!pausing || limits.timeout().isEmpty()) {
            return limited;
        }
        Duration timeout = limits.timeout().get();
        Duration left = timeout.minus(elapsed);
        if (left.isNegative() || left.isZero()) {
            throw new DeadlineExceededException("the sentences of an answer took the " + timeout.toMillis()
                    + " ms that they may take together; raise the timeout, or ask for shorter answers");
        }
        return limits.withTimeout(left).applyTo(context);
    }

    /** An Aligner need not notice an interrupt, so it is checked between two calls. */
    private static void throwIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CorrectionCancelledException("the caller was interrupted while an answer's parts were corrected");
        }
    }
}
