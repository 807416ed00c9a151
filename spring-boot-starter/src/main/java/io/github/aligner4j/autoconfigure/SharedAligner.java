package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.runtime.CheckpointAligner;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;

/**
 * One of several Aligners over the same loaded checkpoint, which is closed with the first of them: they all end together.
 *
 * @param checkpoint what is loaded
 * @param aligner what corrects: the checkpoint, or one of its adapters
 * @param strength for requests that don't say so themselves; empty for the checkpoint's own
 */
record SharedAligner(CheckpointAligner checkpoint, Aligner aligner, OptionalDouble strength)
        implements Aligner, AutoCloseable {

    @Override
    public Correction correct(CorrectionRequest request) {
        return aligner.correct(strong(request));
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext call) {
        return aligner.correct(strong(request), call);
    }

    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        CorrectionSession session = aligner.begin(strong(request), executor);
        return session.completedBy((answered, call) -> session.complete(strong(answered), call));
    }

    private CorrectionRequest strong(CorrectionRequest request) {
        return request.strength().isPresent() ? request : request.withStrength(strength);
    }

    @Override
    public void close() {
        checkpoint.close();
    }
}
