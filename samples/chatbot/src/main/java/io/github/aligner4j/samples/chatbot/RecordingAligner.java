package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps the correction of one answer, so that it can be shown beside the original. One per question. */
final class RecordingAligner implements Aligner {

    private final Aligner aligner;
    private final AtomicReference<@Nullable Correction> recorded = new AtomicReference<>();

    RecordingAligner(Aligner aligner) {
        this.aligner = aligner;
    }

    @Override
    public Correction correct(CorrectionRequest request) {
        return record(aligner.correct(request));
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext call) {
        return record(aligner.correct(request, call));
    }

    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        CorrectionSession session = aligner.begin(request, executor);
        return session.completedBy((answered, call) -> record(session.complete(answered, call)));
    }

    /** Returns the correction that led to {@code answer}; an unchanged one if the answer never came by. */
    Correction correctionTo(String answer) {
        Correction correction = recorded.get();
        return correction == null ? Correction.of(answer, answer) : correction;
    }

    private Correction record(Correction correction) {
        recorded.set(correction);
        return correction;
    }
}
