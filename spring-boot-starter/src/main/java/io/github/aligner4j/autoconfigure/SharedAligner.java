package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.runtime.CheckpointAligner;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One of several Aligners over the same loaded checkpoint, which is closed with the first of them: they all end together. */
final class SharedAligner extends DelegatingAligner implements AutoCloseable {

    private final CheckpointAligner checkpoint;
    private final @Nullable Double strength;

    /**
     * Creates it.
     *
     * @param checkpoint the loaded checkpoint
     * @param aligner the checkpoint, or one of its adapters
     * @param strength the strength of requests that have none; null for the checkpoint's own
     */
    SharedAligner(CheckpointAligner checkpoint, Aligner aligner, @Nullable Double strength) {
        super(aligner);
        this.checkpoint = checkpoint;
        this.strength = strength;
    }

    CheckpointAligner checkpoint() {
        return checkpoint;
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        return delegate.correct(withStrength(request), context);
    }

    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        return super.begin(withStrength(request), executor);
    }

    private CorrectionRequest withStrength(CorrectionRequest request) {
        return strength == null || request.strength().isPresent() ? request : request.withStrength(strength);
    }

    @Override
    public void close() {
        checkpoint.close();
    }
}
