// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * An Aligner that forwards to another one; the base class of those that add behaviour to it.
 *
 * <p>Subclasses override {@link #correct(CorrectionRequest, CorrectionContext, Aligner)}, and the behaviour they add also holds
 * for answers that are corrected while the upstream model still generates them ({@link #begin}):
 *
 * <pre>{@code
 * final class TimedAligner extends DelegatingAligner {
 *     @Override
 *     protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
 *         Correction correction = delegate.correct(request, context);
 *         timer.record(correction.elapsed());
 *         return correction;
 *     }
 * }
 * }</pre>
 */
public abstract class DelegatingAligner implements Aligner {

    private final Aligner delegate;

    /** Creates an Aligner that forwards to {@code delegate}. */
    protected DelegatingAligner(Aligner delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** Returns the Aligner that this one forwards to. */
    protected final Aligner delegate() {
        return delegate;
    }

    /**
     * Corrects by {@code delegate}. This implementation does nothing else.
     *
     * @param delegate the Aligner that this one forwards to, or its session if the answer was shown to it while it was
     *     generated; to be called at most once for {@code request}
     */
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        return delegate.correct(request, context);
    }

    @Override
    public final Correction correct(CorrectionRequest request, CorrectionContext context) {
        return correct(request, context, delegate);
    }

    @Override
    public CorrectionLimits limits() {
        return delegate.limits();
    }

    @Override
    public boolean deterministic() {
        return delegate.deterministic();
    }

    @Override
    public boolean supportsWindows() {
        return delegate.supportsWindows();
    }

    @Override
    public AlignerDescription description() {
        return delegate.description();
    }

    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        return new DelegatingSession(this, SafeSession.begin(delegate, request, executor));
    }
}
