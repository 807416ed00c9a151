package io.github.aligner4j;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A session of any Aligner, kept to its contract: neither beginning nor feeding nor closing it throws. If it fails ahead, it
 * is closed, and its Aligner corrects without it in the end, where there is someone to tell. Synchronised as its user is.
 */
public final class SafeSession implements CorrectionSession {

    private static final RateLimitedLog LOG =
            new RateLimitedLog(System.getLogger(CorrectionSession.class.getName()), InstantSource.system());

    private final Aligner aligner;
    private volatile @Nullable CorrectionSession session;

    private SafeSession(Aligner aligner) {
        this.aligner = aligner;
    }

    public static CorrectionSession begin(Aligner aligner, CorrectionRequest request, Executor executor) {
        SafeSession careful = new SafeSession(aligner);
        try {
            careful.session = aligner.begin(request, executor);
        } catch (Throwable e) {
            log("beginning", e);
        }
        return careful;
    }

    @Override
    public void append(String text) {
        CorrectionSession begun = session;
        if (begun == null) {
            return;
        }
        try {
            begun.append(text);
        } catch (Throwable e) {
            log("feeding", e);
            close();
        }
    }

    @Override
    public Correction complete(CorrectionRequest request, CorrectionContext call) {
        CorrectionSession begun = session;
        return begun == null ? aligner.correct(request, call) : begun.complete(request, call);
    }

    @Override
    public void close() {
        CorrectionSession begun = session;
        session = null;
        if (begun == null) {
            return;
        }
        try {
            begun.close();
        } catch (Throwable e) {
            log("closing", e);
        }
    }

    private static void log(String doing, Throwable failure) {
        LOG.warn(
                doing,
                doing + " a session of an Aligner failed with " + Failures.describe(failure)
                        + "; the answer is corrected when it is complete");
    }
}
