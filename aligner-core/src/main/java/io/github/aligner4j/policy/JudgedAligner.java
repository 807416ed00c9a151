// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.policy;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.routing.AnswerJudge;
import io.github.aligner4j.routing.AnswerJudge.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Keeps the original answer unless a judge prefers the correction ("do no harm"). The judge is asked about changed answers only, once
 * for each. A {@linkplain io.github.aligner4j.prompted.PromptedJudge.Builder#pairwise() pairwise} judge keeps the original in a tie.
 *
 * <p>{@link Correction#usage()} includes the judge's tokens, which are a part of {@link Correction#usageBreakdown()} under its name;
 * what the Aligner reports stays, also if its correction is dropped. A failure of the judge fails the call. Nothing is streamed
 * before the verdict; the answer is then delivered in one chunk. The Aligner's timeout holds for correction and verdict together.
 *
 * <p>As safe for use by several threads as the Aligner and the judge.
 */
@Incubating
public final class JudgedAligner extends DelegatingAligner {

    /** The name of the Aligner's part of the usage, if it names no parts itself. */
    private static final String CORRECTION = "correction";

    private final AnswerJudge judge;

    /**
     * Creates an Aligner whose judge compares the corrections of another one with the originals.
     *
     * @param aligner corrects answers
     * @param judge picks the original, 0, or the correction, 1
     */
    public JudgedAligner(Aligner aligner, AnswerJudge judge) {
        super(aligner);
        this.judge = Objects.requireNonNull(judge, "judge");
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        CorrectionContext held = limits().applyTo(context).withoutListener();
        Correction correction = AlignerCall.correct(delegate, request, held);
        Correction judged = correction.changed() ? judged(request, held, correction) : correction;
        context.cancellation().throwIfCancelled();
        context.emit(judged.answer());
        return judged;
    }

    private Correction judged(CorrectionRequest request, CorrectionContext context, Correction correction) {
        long started = System.nanoTime();
        Verdict verdict;
        try {
            verdict = verdict(request, context, List.of(request.answer(), correction.answer()));
        } catch (AlignerException e) {
            e.addDetections(correction.detections());
            throw e;
        }
        Duration elapsed = correction.elapsed().plusNanos(System.nanoTime() - started);
        TokenUsage usage = correction.usage().plus(verdict.usage());
        String answer = verdict.choice() == 0 ? request.answer() : correction.answer();
        return Correction.of(request.answer(), answer, usage, elapsed)
                .withLayers(correction.layers())
                .withOutcomes(correction.outcomes())
                .withDetections(correction.detections())
                .withContextUse(correction.contextUse())
                .withUsageBreakdown(parts(correction, verdict));
    }

    @SuppressWarnings("ConstantValue") // judges written without null checks exist
    private Verdict verdict(CorrectionRequest request, CorrectionContext context, List<String> candidates) {
        Verdict verdict = judge.judge(request, candidates, context);
        if (verdict == null || verdict.choice() < 0 || verdict.choice() > 1) {
            throw new AlignerException("the judge picked "
                    + (verdict == null ? "nothing" : "candidate " + verdict.choice())
                    + " of 2 candidates, counted from 0; it must pick one of them or throw");
        }
        return verdict;
    }

    private Map<String, TokenUsage> parts(Correction correction, Verdict verdict) {
        Map<String, TokenUsage> parts = new LinkedHashMap<>(correction.usageBreakdown());
        if (parts.isEmpty()) {
            TokenUsage own = correction.usage();
            for (Detection detection : correction.detections()) {
                own = own.minus(detection.usage());
            }
            parts.put(CORRECTION, own);
        }
        parts.merge(judge.name(), verdict.usage(), TokenUsage::plus);
        return parts;
    }
}
