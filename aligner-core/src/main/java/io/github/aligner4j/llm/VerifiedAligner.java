package io.github.aligner4j.llm;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.llm.CompletionAligner.Scored;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Keeps corrections that fulfil a {@link CorrectionVerification}, and replaces others as described there. */
final class VerifiedAligner extends DelegatingAligner {

    private final CompletionAligner corrector;
    private final Detector detector;
    private final CorrectionVerification verification;

    VerifiedAligner(CompletionAligner corrector, Detector detector, CorrectionVerification verification) {
        super(corrector);
        this.corrector = corrector;
        this.detector = detector;
        this.verification = verification;
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        long started = System.nanoTime();
        CorrectionContext held = context.withoutListener();
        Readings readings = new Readings(request, held);
        Correction written = written(request, held, readings);
        context.cancellation().throwIfCancelled();
        context.emit(written.answer());
        return Correction.of(
                        request.answer(),
                        written.answer(),
                        written.usage().plus(readings.usage),
                        Duration.ofNanos(System.nanoTime() - started))
                .withContextUse(written.contextUse());
    }

    private Correction written(CorrectionRequest request, CorrectionContext context, Readings readings) {
        try {
            Scored written = corrector.scored(request, context);
            Correction correction = written.correction();
            if (isKept(written, readings)) {
                return correction;
            }
            String answer = readings.best(Removals.of(request.answer())).orElse(request.answer());
            return Correction.of(request.answer(), answer, correction.usage(), correction.elapsed())
                    .withContextUse(correction.contextUse());
        } catch (CorrectionRejectedException e) {
            return readings.best(Removals.of(request.answer()))
                    .map(answer -> Correction.of(request.answer(), answer))
                    .orElseThrow(() -> e);
        }
    }

    private boolean isKept(Scored written, Readings readings) {
        Correction correction = written.correction();
        return correction.changed()
                && written.logprob() >= verification.minLogprob()
                && readings.best(List.of(correction.answer())).isPresent();
    }

    /** Readings of changed answers by the detector. */
    private final class Readings {

        private final CorrectionRequest request;
        private final CorrectionContext context;
        private TokenUsage usage = TokenUsage.NONE;

        Readings(CorrectionRequest request, CorrectionContext context) {
            this.request = request;
            this.context = context;
        }

        /** Returns the answer with the lowest score; empty if even that isn't below the maximum. */
        Optional<String> best(List<String> answers) {
            if (answers.isEmpty()) {
                return Optional.empty();
            }
            if (answers.get(0).isBlank()) {
                return Optional.of(answers.get(0));
            }
            List<Detection> detections =
                    detector.detectAll(answers.stream().map(request::withAnswer).toList(), context);
            detections.forEach(each -> usage = usage.plus(each.usage()));
            return IntStream.range(0, answers.size())
                    .boxed()
                    .min(Comparator.comparingDouble(i -> detections.get(i).score()))
                    .filter(i -> detections.get(i).score() < verification.maxScore())
                    .map(answers::get);
        }
    }
}
