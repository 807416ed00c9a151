package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps the correction of one answer, so that it can be shown beside the original. One per question. */
final class RecordingAligner extends DelegatingAligner {

    private final AtomicReference<@Nullable Correction> recorded = new AtomicReference<>();

    RecordingAligner(Aligner aligner) {
        super(aligner);
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        Correction correction = delegate.correct(request, context);
        recorded.set(correction);
        return correction;
    }

    /** Returns the correction that led to {@code answer}; an unchanged one if the answer never came by. */
    Correction correctionTo(String answer) {
        Correction correction = recorded.get();
        return correction == null ? Correction.of(answer, answer) : correction;
    }
}
