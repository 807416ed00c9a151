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
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Corrects each correction again, until a round changes nothing or a maximum number of rounds is reached. It also ends
 * with a round that returns to an earlier text, the original included; the answer is then that of the round before.
 *
 * <p>Tokens, time and detections are the sums of all rounds. The Aligner's limits and the caller's hold for all rounds together; if
 * fewer new tokens are left than a round took, it was the last. A round that fails, fails the call. Nothing is streamed before the
 * last round has ended; the answer is then delivered in one chunk. An answer that is still being generated is shown to the first
 * round.
 *
 * <p>As safe for use by several threads as the Aligner.
 */
@Incubating
public final class RepeatingAligner extends DelegatingAligner {

    private final int maxRounds;

    /**
     * Creates an Aligner that corrects by another one in rounds.
     *
     * @param aligner corrects answers
     * @param maxRounds the maximum number of rounds, at least 1
     * @throws IllegalArgumentException if {@code maxRounds} is below 1
     */
    public RepeatingAligner(Aligner aligner, int maxRounds) {
        super(aligner);
        if (maxRounds < 1) {
            throw new IllegalArgumentException("the maximum number of rounds must be at least 1, but was " + maxRounds);
        }
        this.maxRounds = maxRounds;
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        Rounds rounds = new Rounds(request, limits().applyTo(context).withoutListener());
        boolean goesOn = rounds.add(delegate);
        while (goesOn && rounds.corrections.size() < maxRounds && rounds.hasTokensLeft()) {
            goesOn = rounds.add(delegate());
        }
        context.cancellation().throwIfCancelled();
        context.emit(rounds.answer);
        return rounds.sum();
    }

    /** The rounds of one answer. */
    private static final class Rounds {

        private final CorrectionRequest request;
        private final CorrectionContext context;
        private final long started = System.nanoTime();
        private final Set<String> seen = new HashSet<>();
        private final List<Correction> corrections = new ArrayList<>();
        private String answer;
        private TokenUsage usage = TokenUsage.NONE;

        Rounds(CorrectionRequest request, CorrectionContext context) {
            this.request = request;
            this.context = context;
            this.answer = request.answer();
            seen.add(answer);
        }

        /** Corrects once more; returns true if that gave a text which was not there before. */
        boolean add(Aligner aligner) {
            Correction correction;
            try {
                correction = AlignerCall.correct(aligner, request.withAnswer(answer), limited());
            } catch (AlignerException e) {
                e.addDetections(detections());
                throw e;
            }
            corrections.add(correction);
            usage = usage.plus(correction.usage());
            boolean isNew = seen.add(correction.answer());
            answer = isNew ? correction.answer() : answer;
            return isNew;
        }

        /** Returns true if there are as many tokens left as the last round took, and at least one. */
        boolean hasTokensLeft() {
            OptionalInt limit = context.maxNewTokens();
            int last = corrections.get(corrections.size() - 1).usage().completionTokens();
            return limit.isEmpty() || limit.getAsInt() - usage.completionTokens() >= Math.max(1, last);
        }

        Correction sum() {
            Map<String, TokenUsage> parts = new LinkedHashMap<>();
            corrections.forEach(round ->
                    round.usageBreakdown().forEach((part, tokens) -> parts.merge(part, tokens, TokenUsage::plus)));
            List<LayerTrace> layers = corrections.stream()
                    .flatMap(round -> round.layers().stream())
                    .toList();
            Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
            corrections.forEach(round -> outcomes.addAll(round.outcomes()));
            return Correction.of(request.answer(), answer, usage, Duration.ofNanos(System.nanoTime() - started))
                    .withLayers(layers)
                    .withOutcomes(outcomes)
                    .withDetections(detections())
                    .withUsageBreakdown(parts)
                    .withContextUse(corrections.get(0).contextUse());
        }

        private CorrectionContext limited() {
            OptionalInt limit = context.maxNewTokens();
            return limit.isEmpty() ? context : context.withMaxNewTokens(limit.getAsInt() - usage.completionTokens());
        }

        private List<Detection> detections() {
            return corrections.stream()
                    .flatMap(round -> round.detections().stream())
                    .toList();
        }
    }
}
