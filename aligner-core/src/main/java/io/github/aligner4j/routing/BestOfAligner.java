// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.LayerFailedException;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.routing.AnswerJudge.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Has several Aligners correct the same answer beside each other, and a judge pick the best of the results and the original answer.
 *
 * <p>Calls run at the same time, so several adapters of one base model share its batches. If no candidate differs from the
 * original, the judge isn't asked. A correction that is rejected ({@link CorrectionRejectedException}) is no candidate; if all are
 * rejected, so is this one. Any other failure, and any failure of the judge, fails the call and cancels what is still running. A
 * caller's limit of new tokens is divided among the candidates, and the judge has a share like theirs.
 *
 * <p>Never streams while it generates: the answer is delivered in one chunk. As safe for use by several threads as its Aligners and
 * its judge.
 */
@Incubating
public final class BestOfAligner implements Aligner {

    private final List<Candidate> candidates;
    private final AnswerJudge judge;
    private final Executor executor;
    private final InstantSource clock;
    private final CorrectionLimits limits;

    private BestOfAligner(Builder builder) {
        this.candidates = List.copyOf(builder.candidates);
        this.judge = builder.judge;
        this.executor = builder.executor;
        this.clock = builder.clock;
        this.limits = builder.limits();
    }

    /** Returns a builder of an Aligner whose candidates {@code judge} picks from. */
    public static Builder builder(AnswerJudge judge) {
        return new Builder(Objects.requireNonNull(judge, "judge"));
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        context.cancellation().throwIfCancelled();
        if (request.answer().isBlank()) {
            context.emit(request.answer());
            return Correction.of(request.answer(), request.answer());
        }
        return AlignerCall.correct(this::pick, request, limits.applyTo(context));
    }

    @Override
    public CorrectionLimits limits() {
        return limits;
    }

    /** Returns true if all candidates are deterministic. */
    @Override
    public boolean deterministic() {
        return candidates.stream().allMatch(candidate -> candidate.aligner.deterministic());
    }

    private Correction pick(CorrectionRequest request, CorrectionContext context) {
        long started = System.nanoTime();
        CorrectionContext share = share(context.withoutListener());
        List<Function<CorrectionContext, Attempt>> calls = new ArrayList<>();
        for (Candidate candidate : candidates) {
            calls.add(branch -> candidate.attempt(request, branch));
        }
        List<Attempt> attempts = ParallelCalls.all(executor, share, clock, calls);
        Tally tally = new Tally();
        attempts.forEach(tally::add);
        String answer;
        try {
            List<String> answers = answers(request, attempts);
            answer = answers.get(0);
            if (answers.size() > 1) {
                Verdict verdict = verdict(request, answers, share);
                tally.add(judge.name(), verdict.usage());
                answer = answers.get(verdict.choice());
            }
        } catch (AlignerException e) {
            attempts.stream()
                    .filter(attempt -> attempt.rejection != e)
                    .forEach(attempt -> e.addDetections(attempt.detections()));
            throw e;
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        return Correction.of(request.answer(), answer, tally.usage, elapsed)
                .withUsageBreakdown(tally.breakdown)
                .withDetections(tally.detections)
                .withOutcomes(tally.outcomes);
    }

    @SuppressWarnings("ConstantValue") // judges written without null checks exist
    private Verdict verdict(CorrectionRequest request, List<String> answers, CorrectionContext context) {
        Verdict verdict = judge.judge(request, answers, context);
        if (verdict == null || verdict.choice() < 0 || verdict.choice() >= answers.size()) {
            throw new AlignerException("the judge picked "
                    + (verdict == null ? "nothing" : "candidate " + verdict.choice()) + " of " + answers.size()
                    + " candidates, counted from 0; it must pick one of them or throw");
        }
        return verdict;
    }

    /** Returns the original answer and the different candidates that were not rejected. */
    private static List<String> answers(CorrectionRequest request, List<Attempt> attempts) {
        Set<String> answers = new LinkedHashSet<>();
        answers.add(request.answer());
        @Nullable AlignerException rejection = null;
        int rejected = 0;
        for (Attempt attempt : attempts) {
            if (attempt.correction != null) {
                answers.add(attempt.correction.answer());
            } else {
                rejection = attempt.rejection;
                rejected++;
            }
        }
        if (rejection != null && rejected == attempts.size()) {
            throw rejection;
        }
        return List.copyOf(answers);
    }

    private CorrectionContext share(CorrectionContext context) {
        return context.maxNewTokens().isEmpty()
                ? context
                : context.withMaxNewTokens(Math.max(1, context.maxNewTokens().getAsInt() / (candidates.size() + 1)));
    }

    /** The outcome of one candidate: a correction, or its rejection. */
    private record Attempt(
            String name,
            @Nullable Correction correction,
            @Nullable AlignerException rejection) {

        List<Detection> detections() {
            if (correction != null) {
                return correction.detections();
            }
            return rejection == null ? List.of() : rejection.detections();
        }
    }

    private record Candidate(String name, Aligner aligner) {

        Attempt attempt(CorrectionRequest request, CorrectionContext context) {
            try {
                return new Attempt(name, AlignerCall.correct(aligner, request, context), null);
            } catch (AlignerException e) {
                if (!isRejection(e)) {
                    throw e;
                }
                return new Attempt(name, null, e);
            }
        }

        /** Returns whether a failure is a rejection, of the Aligner itself or of a layer within it. */
        private static boolean isRejection(@Nullable Throwable failure) {
            return failure instanceof CorrectionRejectedException
                    || (failure instanceof LayerFailedException && isRejection(failure.getCause()));
        }
    }

    /** Sums up what the candidates and the judge cost. */
    private static final class Tally {

        private final Map<String, TokenUsage> breakdown = new LinkedHashMap<>();
        private final List<Detection> detections = new ArrayList<>();
        private final Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        private TokenUsage usage = TokenUsage.NONE;

        void add(Attempt attempt) {
            for (Detection detection : attempt.detections()) {
                detections.add(detection);
                usage = usage.plus(detection.usage());
            }
            if (attempt.correction != null) {
                UsageParts.of(attempt.name, attempt.correction).forEach(this::add);
                outcomes.addAll(attempt.correction.outcomes());
            }
        }

        void add(String part, TokenUsage tokens) {
            usage = usage.plus(tokens);
            breakdown.merge(part, tokens, TokenUsage::plus);
        }
    }

    /** Collects the candidates. Not safe for use by several threads. */
    public static final class Builder {

        private final AnswerJudge judge;
        private final List<Candidate> candidates = new ArrayList<>();
        private Executor executor = BranchThreads.shared();
        private @Nullable Duration timeout;
        private InstantSource clock = InstantSource.system();

        private Builder(AnswerJudge judge) {
            this.judge = judge;
        }

        /**
         * Adds a candidate.
         *
         * @param name the name of its part in {@link Correction#usageBreakdown()}; if empty, its own parts are added to those of
         *     the other candidates
         */
        public Builder candidate(String name, Aligner aligner) {
            candidates.add(
                    new Candidate(Objects.requireNonNull(name, "name"), Objects.requireNonNull(aligner, "aligner")));
            return this;
        }

        /**
         * Sets the executor of all candidates but one, which runs on the calling thread. The default has at most {@value
         * BranchThreads#MAX_THREADS} daemon threads for the whole process. A task that an executor rejects runs on the calling
         * thread, too.
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Sets the timeout of a whole correction, the judge included.
         *
         * @throws IllegalArgumentException if it is not above zero
         */
        public Builder timeout(Duration timeout) {
            this.timeout = CorrectionLimits.NONE.withTimeout(timeout).timeout().orElseThrow();
            return this;
        }

        /** Sets the clock that deadlines are computed from. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        private CorrectionLimits limits() {
            CorrectionLimits none = CorrectionLimits.NONE.withClock(clock);
            return timeout == null ? none : none.withTimeout(timeout);
        }

        /**
         * Returns the Aligner.
         *
         * @throws IllegalArgumentException if there are no candidates
         */
        public BestOfAligner build() {
            if (candidates.isEmpty()) {
                throw new IllegalArgumentException(
                        "the best of several Aligners needs at least one, but there is none");
            }
            return new BestOfAligner(this);
        }
    }
}
