// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A session that is held to the contract of {@link CorrectionSession}: beginning, appending and closing never throw. A session that
 * fails early is closed, and its Aligner corrects the complete answer without it, so that a failure reaches the caller.
 *
 * <p>As safe for use by several threads as the session.
 */
public final class SafeSession implements CorrectionSession {

    private static final RateLimitedLog LOG =
            new RateLimitedLog(System.getLogger(CorrectionSession.class.getName()), InstantSource.system());

    private final Aligner aligner;
    private volatile @Nullable CorrectionSession session;

    private SafeSession(Aligner aligner) {
        this.aligner = aligner;
    }

    /** Begins a session of {@code aligner}; without one, its Aligner corrects the complete answer. */
    public static CorrectionSession begin(Aligner aligner, CorrectionRequest request, Executor executor) {
        SafeSession safe = new SafeSession(aligner);
        try {
            safe.session = aligner.begin(request, executor);
        } catch (Throwable e) {
            log("begin", e);
        }
        return safe;
    }

    @Override
    public void append(String text) {
        CorrectionSession current = session;
        if (current == null) {
            return;
        }
        try {
            current.append(text);
        } catch (Throwable e) {
            log("append to", e);
            close();
        }
    }

    @Override
    public Correction complete(CorrectionRequest request, CorrectionContext context) {
        CorrectionSession current = session;
        return current == null ? aligner.correct(request, context) : current.complete(request, context);
    }

    @Override
    public void close() {
        CorrectionSession current = session;
        session = null;
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (Throwable e) {
            log("close", e);
        }
    }

    private static void log(String action, Throwable failure) {
        LOG.warn(
                action,
                "could not " + action + " a session of an Aligner: " + Failures.describe(failure)
                        + "; the answer is corrected when it is complete");
    }
}
