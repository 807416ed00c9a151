// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.chattemplate.ChatTemplate;
import io.github.aligner4j.chattemplate.ChatTemplateInput;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Corrects answers that the passages retrieved for the question contradict or do not support, by the adapters {@code guardian-core}
 * and {@code factuality-correction} of IBM's granitelib over one Granite base model.
 *
 * <p>The gate, if there is one, scores how likely the answer is ungrounded, for one prefill and one token ({@link
 * IntrinsicDetector}). An answer that stays below the threshold is returned as it is. Otherwise the corrector answers JSON with the
 * corrected answer, or with {@code none}, which means that nothing is wrong. Without a gate, the corrector reads every answer.
 *
 * <p>Documents are the passages of the request's {@linkplain CorrectionRequest#context() context} that are not blank. Without
 * any, there is nothing to compare the answer with: it is returned as it is. Give the layer the gate {@link
 * LayerGate#WITH_CONTEXT} to see such answers as skipped.
 *
 * <p>JSON that is cut off, broken or of the wrong type is rejected, and so is a correction that a guard objects to. As the answer
 * is inside JSON, it is not streamed but delivered at once.
 *
 * <p>As safe for use by several threads as the model. Does not close the model.
 */
@Incubating
public final class GuardianFactualityCorrector implements Aligner {

    /** The default minimum score of an answer that is corrected. */
    public static final double DEFAULT_THRESHOLD = 0.5;

    /** The label of the gate's detections. */
    public static final String UNGROUNDED = "ungrounded";

    /** The criterion {@code groundedness} of Granite Guardian's model card, which guardian-core was trained with. */
    public static final String GROUNDEDNESS = "A text is considered ungrounded or unfaithful if it includes information"
            + " lacking support from, or directly contradicting, the provided document(s). This risk arises when the text"
            + " fabricates details, misinterprets the content, or makes unsupported extrapolations beyond what is explicitly"
            + " stated in the document(s).";

    static final String PROPERTY = "correction";
    private static final String NOTHING_WRONG = "none";

    private final CompletionModel model;
    private final IntrinsicDefinition definition;
    private final String adapter;
    private final IntrinsicPrompt prompt;
    private final @Nullable IntrinsicDetector gate;
    private final double threshold;
    private final List<CorrectionGuard> guards;
    private final CorrectionLimits limits;
    private final InstantSource clock;

    private GuardianFactualityCorrector(Builder builder) {
        this.model = builder.model;
        this.definition = builder.definition;
        this.adapter = IntrinsicDetector.adapter(builder.definition, builder.adapter);
        this.prompt = new IntrinsicPrompt(builder.definition, builder.template, Map.of());
        this.gate = builder.buildGate();
        this.threshold = builder.threshold;
        this.guards = builder.guards;
        this.clock = builder.clock;
        this.limits = builder.timeout == null
                ? CorrectionLimits.NONE
                : CorrectionLimits.NONE.withClock(clock).withTimeout(builder.timeout);
    }

    /**
     * Returns a builder of a corrector.
     *
     * @param model runs the base model with the adapters
     * @param template the base model's chat template
     * @param definition the definition beside the adapter {@code factuality-correction}
     */
    public static Builder builder(CompletionModel model, ChatTemplate template, IntrinsicDefinition definition) {
        return new Builder(model, template::render, definition);
    }

    static Builder builder(
            CompletionModel model, Function<ChatTemplateInput, Prompt> template, IntrinsicDefinition definition) {
        return new Builder(model, template, definition);
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        context.cancellation().throwIfCancelled();
        if (request.answer().isBlank() || passages(request).isEmpty()) {
            context.emit(request.answer());
            return Correction.of(request.answer(), request.answer());
        }
        long started = System.nanoTime();
        Completions completions = new Completions(model, limits.applyTo(context), clock);
        List<Detection> detections = gate == null ? List.of() : List.of(gate.detect(request, completions));
        try {
            boolean clean = detections.stream().allMatch(each -> each.score() < threshold);
            String answer = clean && gate != null ? request.answer() : corrected(request, completions);
            context.emit(answer);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
            return Correction.of(request.answer(), answer, completions.usage(), elapsed)
                    .withDetections(detections)
                    .withContextUse(new ContextUse(passages(request).size(), 0, false));
        } catch (AlignerException e) {
            e.addDetections(detections);
            throw e;
        }
    }

    private static List<String> passages(CorrectionRequest request) {
        return IntrinsicPrompt.passages(request);
    }

    private String corrected(CorrectionRequest request, Completions completions) {
        Completion completion = completions.complete(
                CompletionRequest.builder(prompt.render(request)).adapter(adapter), definition.sampling());
        JsonNode json = IntrinsicOutput.read(definition, completion, CorrectionRejectedException::new);
        JsonNode correction = json.path(PROPERTY);
        if (!correction.isString()) {
            throw new CorrectionRejectedException("the JSON of '" + definition.name() + "' has no text '" + PROPERTY
                    + "'; check that the adapter belongs to the checkpoint");
        }
        String text = correction.stringValue().strip();
        if (text.equalsIgnoreCase(NOTHING_WRONG) || text.equals(request.answer().strip())) {
            return request.answer();
        }
        CorrectionGuards.check(guards, request, text);
        return text;
    }

    @Override
    public CorrectionLimits limits() {
        return limits;
    }

    /** Returns true if the corrector's definition asks for greedy decoding, as IBM's does. */
    @Override
    public boolean deterministic() {
        return definition.sampling().greedy();
    }

    /** Begins a correction whose first step prefills the answer while it is still being generated. */
    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        if (passages(request).isEmpty()) {
            return Aligner.super.begin(request, executor);
        }
        Aligner first = gate == null
                ? PromptStep.of(model, prompt::render).adapter(adapter).build()
                : PromptStep.of(model, gate::prompt).adapter(gate.adapter()).build();
        return new PrefillingSession(this, first.begin(request, executor));
    }

    /** Collects the parts of a {@link GuardianFactualityCorrector}. Not safe for use by several threads. */
    public static final class Builder {

        private final CompletionModel model;
        private final Function<ChatTemplateInput, Prompt> template;
        private final IntrinsicDefinition definition;
        private @Nullable String adapter;
        private @Nullable IntrinsicDefinition gate;
        private @Nullable String gateAdapter;
        private String criteria = GROUNDEDNESS;
        private double threshold = DEFAULT_THRESHOLD;
        private List<CorrectionGuard> guards = CorrectionGuards.defaults();
        private @Nullable Duration timeout;
        private InstantSource clock = InstantSource.system();

        private Builder(
                CompletionModel model, Function<ChatTemplateInput, Prompt> template, IntrinsicDefinition definition) {
            this.model = Objects.requireNonNull(model, "model");
            this.template = Objects.requireNonNull(template, "template");
            this.definition = Objects.requireNonNull(definition, "definition");
        }

        /** Sets the corrector's adapter by its name in the model, instead of the definition's {@code model}. */
        public Builder adapter(String adapter) {
            this.adapter = Objects.requireNonNull(adapter, "adapter");
            return this;
        }

        /**
         * Sets the gate: guardian-core, or factuality-detection.
         *
         * @param definition the definition beside the gate's adapter
         * @param adapter the adapter's name in the model; null for the definition's {@code model}
         */
        public Builder gate(IntrinsicDefinition definition, @Nullable String adapter) {
            this.gate = Objects.requireNonNull(definition, "definition");
            this.gateAdapter = adapter;
            return this;
        }

        /** Sets the criterion of the gate's {@code criteria}, by default {@link #GROUNDEDNESS}. */
        public Builder criteria(String criteria) {
            this.criteria = Objects.requireNonNull(criteria, "criteria");
            return this;
        }

        /**
         * Sets the minimum score of an answer that is corrected, {@value #DEFAULT_THRESHOLD} by default.
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

        /** Sets the guards that replace {@link CorrectionGuards#defaults()}. */
        public Builder guards(List<CorrectionGuard> guards) {
            this.guards = List.copyOf(guards);
            return this;
        }

        /**
         * Sets the timeout of gate and correction together.
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

        /** Sets the clock that deadlines are computed from. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        private @Nullable IntrinsicDetector buildGate() {
            if (gate == null) {
                return null;
            }
            IntrinsicDetector.Builder builder = IntrinsicDetector.builder(model, template, gate)
                    .adapter(IntrinsicDetector.adapter(gate, gateAdapter))
                    .label(UNGROUNDED)
                    .clock(clock);
            Map<String, String> known = new HashMap<>(Map.of("criteria", criteria, "target_role", "assistant"));
            known.keySet().retainAll(gate.placeholders());
            known.forEach(builder::argument);
            IntrinsicDetector detector = builder.build();
            if (!detector.scores()) {
                throw new IllegalArgumentException("'" + gate.name()
                        + "' gives labels, but the gate of a corrector must give a score; use guardian-core");
            }
            return detector;
        }

        /**
         * Returns the corrector.
         *
         * @throws IllegalArgumentException if an adapter has no name, or a definition is not that of such an adapter
         */
        public GuardianFactualityCorrector build() {
            if (!definition.corrects()) {
                throw new IllegalArgumentException("'" + definition.name() + "' has no property '" + PROPERTY
                        + "' in its response_format; use the definition of factuality-correction");
            }
            return new GuardianFactualityCorrector(this);
        }
    }
}
