// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.DetectingAligner;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.template.CorrectionPrompt;
import io.github.aligner4j.template.CorrectionTemplate;
import io.github.aligner4j.text.BrokenCharacters;
import io.github.aligner4j.windowed.WindowedAligner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An Aligner that prompts a language model by the template it was trained with.
 *
 * <p>Renders question and answer, and with a template that has a place for them the retrieved passages, into a prompt, has the
 * model generate the correction with the answer as its prediction, and checks the result: a correction that is cut off, repeats
 * the prompt's frame or fails a {@link CorrectionGuard}'s check is rejected with a {@link CorrectionRejectedException}. A blank
 * answer is returned unchanged. While an answer is still being generated ({@link #begin}), the model may prefill the prompt's
 * beginning ({@link CompletionModel#prefill}).
 *
 * <p>As safe for use by several threads as the model. Does not close the model.
 */
public final class CompletionAligner implements Aligner {

    /** The default maximum number of tokens of a correction, from the model card of aligner-7b-v1.0. */
    public static final int DEFAULT_MAX_NEW_TOKENS = 2048;

    /** The number of tokens by which a correction may exceed twice the bytes of its answer. */
    private static final int RUNAWAY_SLACK = 256;

    private final CorrectionTemplate template;
    private final CompletionModel model;
    private final SamplingParameters sampling;
    private final CorrectionLimits limits;
    private final List<CorrectionGuard> guards;
    private final InstantSource clock;
    private final @Nullable String adapter;
    private final OptionalDouble strength;
    private final boolean limitedByAnswer;
    private final AlignerDescription description;
    private final String begun;

    private CompletionAligner(Builder builder, String begun) {
        this.template = builder.template;
        this.model = builder.model;
        this.sampling = builder.sampling;
        this.limits = builder.limits();
        this.guards = builder.guards;
        this.clock = builder.clock;
        this.adapter = builder.adapter;
        this.strength = builder.strength;
        this.limitedByAnswer = builder.limitedByAnswer;
        this.description = builder.description;
        this.begun = begun;
    }

    /** Returns a builder of an Aligner, greedy by default, with the default guards and no timeout. */
    public static Builder builder(CorrectionTemplate template, CompletionModel model) {
        return new Builder(template, model);
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        context.cancellation().throwIfCancelled();
        if (request.answer().isBlank()) {
            context.emit(request.answer());
            return Correction.of(request.answer(), request.answer());
        }
        return AlignerCall.correct(this::write, request, context);
    }

    /**
     * Returns the correction with its log probability under the model, 0 if the model doesn't tell it; the answer as it is if the model
     * wrote no correction.
     *
     * @param context the context of the correction, without a listener
     */
    Scored scored(CorrectionRequest request, CorrectionContext context) {
        Writing writing = begin(request, context, 1);
        return writing.finishOrKeep(model.complete(writing.request()));
    }

    /** Returns true if no guard objects to {@code corrected}. */
    boolean passes(CorrectionRequest request, String corrected) {
        try {
            CorrectionGuards.check(guards, request, corrected);
            return true;
        } catch (CorrectionRejectedException e) {
            return false;
        }
    }

    /** Returns the log probability of each of {@code corrections} of {@code request} under the model; empty where it can't tell. */
    List<OptionalDouble> logprobs(CorrectionRequest request, List<String> corrections, CorrectionContext context) {
        CorrectionContext limited = limits().applyTo(context);
        limited.throwIfLate(clock);
        CorrectionPrompt prompt = template.render(request);
        CorrectionOutput unused = new CorrectionOutput(prompt.reader(), context, null);
        return model.logprobs(corrections.stream()
                .map(correction -> completionRequest(request, prompt, limited.withoutListener(), unused)
                        .prediction(
                                template.render(request.withAnswer(correction)).prediction())
                        .build())
                .toList());
    }

    /**
     * A correction as the model wrote it.
     *
     * @param logprob its log probability under the model, the end included; in nats
     */
    record Scored(Correction correction, double logprob) {}

    /** Has {@link CompletionModel#completeAll} make the corrections, so that a model which batches requests makes several at once. */
    @Override
    public void correctAll(
            List<CorrectionRequest> requests, IntFunction<CorrectionContext> contexts, Consumer<Correction> each) {
        if (requests.size() < 2
                || requests.stream().anyMatch(request -> request.answer().isBlank())) {
            Aligner.super.correctAll(requests, contexts, each);
            return;
        }
        List<Writing> writings = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            CorrectionContext context = contexts.apply(i);
            context.cancellation().throwIfCancelled();
            writings.add(begin(requests.get(i), context, 0));
        }
        new WritingsInOrder(writings, clock, each).complete(model);
    }

    private Correction write(CorrectionRequest request, CorrectionContext context) {
        Writing writing = begin(request, context, 0);
        try {
            return writing.finish(model.complete(writing.request())).correction();
        } catch (Throwable e) {
            writing.throwIfRejected();
            throw e;
        }
    }

    private Writing begin(CorrectionRequest request, CorrectionContext context, int topLogprobs) {
        long started = System.nanoTime();
        CorrectionContext limited = limits().applyTo(context);
        limited.throwIfLate(clock);
        CorrectionPrompt prompt = template.render(request);
        CorrectionOutput output = new CorrectionOutput(prompt.reader(), context, broken(request));
        CompletionRequest completion = completionRequest(request, prompt, limited, output)
                .topLogprobs(topLogprobs)
                .build();
        return new Writing(request, completion, output, prompt.contextUse(), guards, runaway(request), started);
    }

    private @Nullable BrokenCharacters broken(CorrectionRequest request) {
        return guards.contains(WellFormedText.GUARD) ? new BrokenCharacters(request.answer()) : null;
    }

    @Override
    public CorrectionLimits limits() {
        return limits;
    }

    /** Returns true if the model always chooses the most likely token. */
    @Override
    public boolean deterministic() {
        return sampling.greedy();
    }

    /** Returns the description that the builder was given. */
    @Override
    public AlignerDescription description() {
        return description;
    }

    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        return new CompletionSession(this, request, this::prefill, executor);
    }

    private void prefill(CorrectionRequest request, Cancellation cancellation) {
        model.prefill(builder(request, PromptPrefix.of(template, request))
                .cancellation(cancellation)
                .build());
    }

    private CompletionRequest.Builder completionRequest(
            CorrectionRequest request, CorrectionPrompt prompt, CorrectionContext context, CorrectionOutput output) {
        return builder(
                        request,
                        begun.isEmpty() ? prompt.prompt() : prompt.prompt().followedBy(begun))
                .prediction(prompt.prediction())
                .sampling(sampling.withMaxNewTokens(maxNewTokens(request, context)))
                .deadline(context.deadline().orElse(null))
                .cancellation(context.cancellation())
                .listener(context.isStreaming() ? output::append : CompletionListener.NONE);
    }

    private CompletionRequest.Builder builder(CorrectionRequest request, Prompt prompt) {
        CompletionRequest.Builder builder = CompletionRequest.builder(prompt).adapter(adapter);
        OptionalDouble coefficient = request.strength().isPresent() ? request.strength() : strength;
        coefficient.ifPresent(builder::strength);
        return builder;
    }

    private int maxNewTokens(CorrectionRequest request, CorrectionContext context) {
        return (int) Math.min(context.maxNewTokens().orElse(DEFAULT_MAX_NEW_TOKENS), runaway(request));
    }

    /** Returns the maximum number of tokens of a plausible correction: a token is at least one byte. */
    private long runaway(CorrectionRequest request) {
        return !limitedByAnswer
                ? Long.MAX_VALUE
                : 2L * request.answer().getBytes(StandardCharsets.UTF_8).length + RUNAWAY_SLACK;
    }

    /** Collects the parts of a {@link CompletionAligner}. Not safe for use by several threads. */
    public static final class Builder {

        private final CorrectionTemplate template;
        private final CompletionModel model;
        private SamplingParameters sampling = SamplingParameters.GREEDY;
        private @Nullable Duration timeout;
        private List<CorrectionGuard> guards = CorrectionGuards.defaults();
        private InstantSource clock = InstantSource.system();
        private @Nullable String adapter;
        private OptionalDouble strength = OptionalDouble.empty();
        private boolean limitedByAnswer = true;
        private AlignerDescription description = AlignerDescription.UNKNOWN;

        private Builder(CorrectionTemplate template, CompletionModel model) {
            this.template = Objects.requireNonNull(template, "template");
            this.model = Objects.requireNonNull(model, "model");
        }

        /**
         * Sets how the model chooses tokens. The limit of new tokens, {@value CompletionAligner#DEFAULT_MAX_NEW_TOKENS} if none is
         * set, is lowered for short answers, so that a model that does not end its correction is stopped early. Under a {@link
         * WindowedAligner}, a limit that is set holds for all windows together, the default for each.
         */
        public Builder sampling(SamplingParameters sampling) {
            this.sampling = Objects.requireNonNull(sampling, "sampling");
            return this;
        }

        /**
         * Sets the timeout of a correction, waiting in the model's queue included. Under a {@link WindowedAligner}, it holds for
         * all windows together. The model enforces it, see {@link CompletionModel}.
         *
         * @throws IllegalArgumentException if it is not above zero
         */
        public Builder timeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout must be above 0, but was " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /** Sets the guards that replace {@link CorrectionGuards#defaults()}. */
        public Builder guards(List<CorrectionGuard> guards) {
            this.guards = List.copyOf(guards);
            return this;
        }

        /** Sets the clock that deadlines are computed from. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets the LoRA adapter by its name in the model; without one, the base model generates alone.
         *
         * @throws IllegalArgumentException if it is blank
         */
        public Builder adapter(String adapter) {
            if (adapter.isBlank()) {
                throw new IllegalArgumentException("an adapter needs a name, but it is blank");
            }
            this.adapter = adapter;
            return this;
        }

        /**
         * Sets the coefficient of the checkpoint's steering vector for requests without one, instead of the checkpoint's default.
         *
         * @throws IllegalArgumentException if it is not finite
         */
        @Incubating
        public Builder strength(double strength) {
            if (!Double.isFinite(strength)) {
                throw new IllegalArgumentException("strength must be a finite number, but was " + strength);
            }
            this.strength = OptionalDouble.of(strength);
            return this;
        }

        /**
         * Sets whether the limit of new tokens is lowered for short answers, as it is by default. Turn it off for a model whose
         * corrections may be much longer than the answer, such as one that replaces a harmful answer by a helpful one.
         */
        @Incubating
        public Builder limitedByAnswer(boolean limitedByAnswer) {
            this.limitedByAnswer = limitedByAnswer;
            return this;
        }

        /** Sets the description of model and template, for audits and traces; nothing is known by default. */
        @Incubating
        public Builder description(AlignerDescription description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        private CorrectionLimits limits() {
            CorrectionLimits limits = CorrectionLimits.NONE.withClock(clock);
            limits = timeout == null ? limits : limits.withTimeout(timeout);
            OptionalInt maxNewTokens = sampling.maxNewTokens();
            return maxNewTokens.isEmpty() ? limits : limits.withMaxNewTokens(maxNewTokens.getAsInt());
        }

        /** Returns the Aligner. */
        public CompletionAligner build() {
            return new CompletionAligner(this, "");
        }

        /**
         * Returns the Aligner of a model that first decides whether an answer needs a correction.
         *
         * <p>An answer whose score is below {@code threshold} is returned exactly as it is, at the cost of reading the prompt and of
         * one token. For others the correction is generated behind the token {@code changed}, and a model with a prefix cache does
         * not read the prompt again. The {@linkplain DetectingAligner#detector() detector} can also be used alone.
         *
         * <p>The model must return log probabilities: a correction throws a {@link CompletionModelException} if it does not.
         *
         * @param threshold the minimum score of an answer that is corrected, from 0 to 1
         * @throws IllegalArgumentException if the threshold is out of its range
         */
        @Incubating
        public DetectingAligner build(DetectorTokens tokens, double threshold) {
            return build(tokens, threshold, null);
        }

        /**
         * Returns the Aligner as {@link #build(DetectorTokens, double)} does, whose corrections are verified.
         *
         * @param verification the conditions under which a correction is kept; null for none
         */
        @Incubating
        public DetectingAligner build(
                DetectorTokens tokens, double threshold, @Nullable CorrectionVerification verification) {
            CompletionAligner corrector = new CompletionAligner(this, tokens.changed());
            CompletionDetector detector = new CompletionDetector(
                    tokens,
                    model,
                    clock,
                    request ->
                            corrector.builder(request, template.render(request).prompt()));
            Aligner behind = verification == null ? corrector : new VerifiedAligner(corrector, detector, verification);
            return new DetectingAligner(detector, tokens.name(), threshold, behind);
        }
    }
}
