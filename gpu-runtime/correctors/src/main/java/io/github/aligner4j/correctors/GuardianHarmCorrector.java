// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.chattemplate.ChatTemplate;
import io.github.aligner4j.chattemplate.ChatTemplateInput;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.Prompt.Segment;
import io.github.aligner4j.completion.Prompt.SpecialToken;
import io.github.aligner4j.completion.Prompt.Text;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.correctors.GuardianDetector.Verdict;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Corrects harmful answers by Granite Guardian 3.2 5B and its harm correction adapter.
 *
 * <p><b>Two steps, one base.</b> First the base model detects: it says whether the answer has a risk, one risk after another, each
 * for one prefill and one token ({@link GuardianDetector}). If no risk's score reaches the threshold, the answer is returned as it
 * is. Otherwise the first risk that does is corrected: the detector finishes its verdict, and the adapter reads the prompt, the
 * verdict and the opening of a {@code correction} message, and writes the corrected answer. If a low threshold finds an answer
 * risky that the model calls safe, the verdict begins with {@code Yes} all the same, as the adapter has only seen such prompts.
 *
 * <p><b>Sampling.</b> The adapter's temperature is 0.7, as in <a
 * href="https://github.com/ibm-granite/granite-guardian/blob/main/cookbooks/granite-guardian-3.2-lora/harm_correction_guide_vllm.ipynb">IBM's
 * cookbook</a>, so corrections are not cached ({@link #deterministic()}). The seed makes them repeatable where the engine keeps
 * seeds. White space around the correction is removed.
 *
 * <p><b>Failures.</b> A first word other than {@code Yes} and {@code No}, a verdict without an end and a missing log probability
 * are an {@link AlignerException}; a correction that is cut off, empty, broken or repeats the frame is rejected. The detections made
 * so far are in the trace either way.
 *
 * <p>The detections are part of the correction ({@link Correction#detections()}), and so of the layer's trace. As safe for use by
 * several threads as the model. Does not close the model.
 */
@Incubating
public final class GuardianHarmCorrector implements Aligner {

    /** The default minimum score of a risk that is corrected: the model finds it more likely than not. */
    public static final double DEFAULT_THRESHOLD = 0.5;

    /** The default temperature of corrections, from IBM's cookbook. */
    public static final double DEFAULT_TEMPERATURE = 0.7;

    /** The default maximum number of tokens of a correction, from IBM's cookbook. */
    public static final int DEFAULT_MAX_NEW_TOKENS = 1024;

    /** The default seed of corrections, from IBM's cookbook. */
    public static final long DEFAULT_SEED = 1;

    /** The number of tokens that the end of a verdict may have; {@code <confidence> High </confidence>} has about a dozen. */
    private static final int MAX_VERDICT_TOKENS = 32;

    private final CompletionModel model;
    private final String adapter;
    private final List<GuardianDetector> detectors;
    private final double threshold;
    private final SamplingParameters sampling;
    private final List<CorrectionGuard> guards;
    private final CorrectionLimits limits;
    private final InstantSource clock;

    private GuardianHarmCorrector(Builder builder) {
        this.model = builder.model;
        this.adapter = builder.adapter;
        this.detectors = builder.risks.stream()
                .map(risk -> new GuardianDetector(builder.model, builder.template, risk, builder.clock))
                .toList();
        this.threshold = builder.threshold;
        this.sampling = builder.sampling;
        this.guards = builder.guards;
        this.limits = builder.timeout == null
                ? CorrectionLimits.NONE
                : CorrectionLimits.NONE.withClock(builder.clock).withTimeout(builder.timeout);
        this.clock = builder.clock;
    }

    /**
     * Returns a builder of a corrector.
     *
     * @param model runs the base model, alone and with the adapter
     * @param template the checkpoint's chat template
     * @param adapter the name of the harm correction adapter in the model
     * @throws IllegalArgumentException if the adapter's name is blank
     */
    public static Builder builder(CompletionModel model, ChatTemplate template, String adapter) {
        return new Builder(model, template::render, adapter);
    }

    static Builder builder(CompletionModel model, Function<ChatTemplateInput, Prompt> template, String adapter) {
        return new Builder(model, template, adapter);
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        context.cancellation().throwIfCancelled();
        if (request.answer().isBlank()) {
            context.emit(request.answer());
            return Correction.of(request.answer(), request.answer());
        }
        List<Detection> detections = new ArrayList<>();
        try {
            return detectAndCorrect(request, limits.applyTo(context), detections)
                    .withDetections(detections);
        } catch (AlignerException e) {
            e.addDetections(detections);
            throw e;
        }
    }

    private Correction detectAndCorrect(
            CorrectionRequest request, CorrectionContext context, List<Detection> detections) {
        long started = System.nanoTime();
        Completions completions = new Completions(model, context, clock);
        Verdict risky = firstRisky(request, completions, detections);
        if (risky == null) {
            context.emit(request.answer());
            return Correction.of(request.answer(), request.answer(), completions.usage(), since(started));
        }
        Prompt prompt = correctionPrompt(risky.prompt().followedBy(finish(risky, completions)));
        Correction corrected = complete(prompt, request, completions.rest());
        TokenUsage usage = completions.usage().plus(corrected.usage());
        return Correction.of(request.answer(), corrected.answer().strip(), usage, since(started));
    }

    private @Nullable Verdict firstRisky(
            CorrectionRequest request, Completions completions, List<Detection> detections) {
        for (GuardianDetector detector : detectors) {
            Verdict verdict = detector.verdict(request, completions);
            detections.add(verdict.detection());
            if (verdict.detection().score() >= threshold) {
                return verdict;
            }
        }
        return null;
    }

    /** Returns the whole text of a verdict of {@code Yes}. */
    private static String finish(Verdict verdict, Completions completions) {
        Completion rest = completions.complete(
                CompletionRequest.builder(verdict.prompt().followedBy(verdict.yes())),
                SamplingParameters.GREEDY.withMaxNewTokens(MAX_VERDICT_TOKENS));
        if (rest.finishReason() == FinishReason.LENGTH) {
            throw new AlignerException("the detector did not finish its verdict within "
                    + rest.usage().completionTokens()
                    + " tokens; check that the checkpoint is a Granite Guardian 3.2, and"
                    + " raise max-new-tokens if it is low");
        }
        return verdict.yes() + rest.text();
    }

    /** Returns the prompt of the correction, as in IBM's cookbook. */
    private static Prompt correctionPrompt(Prompt verdict) {
        List<Segment> segments = new ArrayList<>(verdict.segments());
        segments.add(new Text("\n"));
        segments.add(new SpecialToken("<|end_of_text|>"));
        segments.add(new Text("\n"));
        segments.add(new SpecialToken("<|start_of_role|>"));
        segments.add(new Text("correction"));
        segments.add(new SpecialToken("<|end_of_role|>"));
        return verdict.withSegments(segments);
    }

    private Correction complete(Prompt prompt, CorrectionRequest request, CorrectionContext context) {
        CorrectionContext stripped =
                context.isStreaming() ? context.withListener(new StrippedText(context)::append) : context;
        return PromptStep.of(model, each -> prompt)
                .adapter(adapter)
                .sampling(sampling)
                .limitedByAnswer(false)
                .guards(guards)
                .clock(clock)
                .build()
                .correct(request, stripped);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** Returns the timeout; the limit of new tokens is that of the correction alone. */
    @Override
    public CorrectionLimits limits() {
        return limits;
    }

    /** Returns true only if the temperature is 0. */
    @Override
    public boolean deterministic() {
        return sampling.greedy();
    }

    /** Begins a correction whose detector prefills the answer while it is still being generated. */
    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        Aligner detection = PromptStep.of(model, detectors.get(0)::prompt).build();
        return new PrefillingSession(this, detection.begin(request, executor));
    }

    /** Collects the parts of a {@link GuardianHarmCorrector}. Not safe for use by several threads. */
    public static final class Builder {

        private final CompletionModel model;
        private final Function<ChatTemplateInput, Prompt> template;
        private final String adapter;
        private List<GuardianRisk> risks = List.of(GuardianRisk.of("harm"));
        private double threshold = DEFAULT_THRESHOLD;
        private SamplingParameters sampling = SamplingParameters.GREEDY
                .withTemperature(DEFAULT_TEMPERATURE)
                .withSeed(DEFAULT_SEED)
                .withMaxNewTokens(DEFAULT_MAX_NEW_TOKENS);
        private List<CorrectionGuard> guards = GuardianGuards.defaults();
        private @Nullable Duration timeout;
        private InstantSource clock = InstantSource.system();

        private Builder(CompletionModel model, Function<ChatTemplateInput, Prompt> template, String adapter) {
            this.model = Objects.requireNonNull(model, "model");
            this.template = Objects.requireNonNull(template, "template");
            if (adapter.isBlank()) {
                throw new IllegalArgumentException("the harm correction adapter needs a name, but it is blank");
            }
            this.adapter = adapter;
        }

        /**
         * Sets the risks that are looked for, in order: {@code harm} (the default, which includes the others in general terms),
         * {@code social_bias}, {@code profanity}, {@code sexual_content}, {@code unethical_behavior}, {@code violence}. Each one
         * costs a prefill, most of which the prefix cache of an engine saves.
         *
         * @throws IllegalArgumentException if there is none, one twice, or one that the template doesn't define
         */
        public Builder risks(List<String> risks) {
            if (risks.isEmpty() || risks.stream().distinct().count() < risks.size()) {
                throw new IllegalArgumentException(
                        "risks must be at least one, and each only once, but were " + String.join(", ", risks));
            }
            this.risks = risks.stream().map(GuardianRisk::of).toList();
            return this;
        }

        /**
         * Adds a risk of your own, which is looked for after the others.
         *
         * @param name its name in traces
         * @param definition a sentence that says when an answer is risky
         * @throws IllegalArgumentException if one of them is blank, or there is a risk of this name
         */
        public Builder risk(String name, String definition) {
            GuardianRisk own = GuardianRisk.of(name, definition);
            if (risks.stream().anyMatch(risk -> risk.name().equals(name))) {
                throw new IllegalArgumentException("there is a risk '" + name + "' already; give it another name");
            }
            List<GuardianRisk> more = new ArrayList<>(risks);
            more.add(own);
            this.risks = List.copyOf(more);
            return this;
        }

        /**
         * Sets the minimum score of a risk that is corrected, {@value #DEFAULT_THRESHOLD} by default.
         *
         * @throws IllegalArgumentException if it is not between 0 and 1
         */
        public Builder threshold(double threshold) {
            if (!(threshold >= 0 && threshold <= 1)) {
                throw new IllegalArgumentException("threshold must be between 0 and 1, but was " + threshold);
            }
            this.threshold = threshold;
            return this;
        }

        /** Sets the seed of corrections, {@value #DEFAULT_SEED} by default. */
        public Builder seed(long seed) {
            this.sampling = sampling.withSeed(seed);
            return this;
        }

        /**
         * Sets the temperature of corrections, {@value #DEFAULT_TEMPERATURE} by default; with 0 they are deterministic.
         *
         * @throws IllegalArgumentException if it is below 0 or not finite
         */
        public Builder temperature(double temperature) {
            this.sampling = sampling.withTemperature(temperature);
            return this;
        }

        /**
         * Sets the maximum number of tokens of a correction, {@value #DEFAULT_MAX_NEW_TOKENS} by default.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder maxNewTokens(int maxNewTokens) {
            this.sampling = sampling.withMaxNewTokens(maxNewTokens);
            return this;
        }

        /**
         * Sets the timeout of detection and correction together.
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

        /** Sets the guards of corrections, instead of {@link CorrectionGuards#defaults()} and one against the frame. */
        public Builder guards(List<CorrectionGuard> guards) {
            this.guards = List.copyOf(guards);
            return this;
        }

        /** Sets the clock that deadlines are computed from. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Returns the corrector. */
        public GuardianHarmCorrector build() {
            return new GuardianHarmCorrector(this);
        }
    }
}
