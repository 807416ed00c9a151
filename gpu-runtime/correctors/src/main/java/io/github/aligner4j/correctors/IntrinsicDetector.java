// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.chattemplate.ChatTemplate;
import io.github.aligner4j.chattemplate.ChatTemplateInput;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Detector} that asks an intrinsic, such as {@code guardian-core} or {@code policy-guardrails} of IBM's granitelib.
 *
 * <p><b>Scores.</b> An intrinsic with a {@code likelihood}, or whose only answers are {@code yes} and {@code no}, gives a score:
 * the expected value of its categories ({@code yes} is 1), for the label that the builder sets. Its JSON up to the category is
 * always the same, so it is part of the prompt, and the detection costs one prefill and one token.
 *
 * <p><b>Labels.</b> An intrinsic that answers one of several other strings gives that string as the label, such as {@code
 * Ambiguous}, and the probability of it among them as the score. It generates its whole JSON.
 *
 * <p>The engine must return log probabilities. As safe for use by several threads as the model.
 */
@Incubating
public final class IntrinsicDetector implements Detector {

    private static final SamplingParameters ONE_TOKEN = SamplingParameters.GREEDY.withMaxNewTokens(1);

    /** As granite-common asks for. */
    private static final int TOP_LOGPROBS = 10;

    private final CompletionModel model;
    private final String adapter;
    private final IntrinsicDefinition definition;
    private final IntrinsicPrompt prompt;
    private final IntrinsicAnswer answer;
    private final String label;
    private final InstantSource clock;

    private IntrinsicDetector(Builder builder) {
        this.model = builder.model;
        this.definition = builder.definition;
        this.adapter = adapter(builder.definition, builder.adapter);
        this.prompt = new IntrinsicPrompt(builder.definition, builder.template, builder.arguments);
        this.answer = IntrinsicAnswer.of(builder.definition);
        this.label = builder.label == null ? builder.definition.name() : builder.label;
        this.clock = builder.clock;
    }

    /** Returns the name of an intrinsic's adapter: {@code adapter}, or else the {@code model} of the definition. */
    static String adapter(IntrinsicDefinition definition, @Nullable String adapter) {
        String name = adapter == null ? definition.model().orElse("") : adapter;
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "'" + definition.name() + "' needs the name of its adapter, as io.yaml has no 'model'");
        }
        return name;
    }

    /**
     * Returns a builder of a detector.
     *
     * @param model runs the base model with the adapter
     * @param template the base model's chat template
     * @param definition the definition beside the adapter
     */
    public static Builder builder(CompletionModel model, ChatTemplate template, IntrinsicDefinition definition) {
        return new Builder(model, template::render, definition);
    }

    static Builder builder(
            CompletionModel model, Function<ChatTemplateInput, Prompt> template, IntrinsicDefinition definition) {
        return new Builder(model, template, definition);
    }

    @Override
    public Detection detect(CorrectionRequest request, CorrectionContext context) {
        return detect(request, new Completions(model, context, clock));
    }

    Detection detect(CorrectionRequest request, Completions completions) {
        long started = System.nanoTime();
        Completion completion;
        if (answer.forced() == null) {
            completion = complete(prompt.render(request), definition.sampling(), completions);
        } else {
            completion = complete(prompt(request), ONE_TOKEN, completions);
        }
        if (completion.logprobs().isEmpty()) {
            throw new CompletionModelException(
                    "the model gave no log probabilities, which a detector's score is computed"
                            + " from; use an engine that returns them");
        }
        IntrinsicAnswer.Reading reading = answer.read(definition, completion);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        String read = reading.label() == null ? label : reading.label();
        return new Detection(read, reading.score(), completion.usage(), elapsed);
    }

    /** Returns the prompt for {@code request}, with the beginning of the answer that is always the same. */
    Prompt prompt(CorrectionRequest request) {
        Prompt rendered = prompt.render(request);
        return answer.forced() == null ? rendered : rendered.followedBy(answer.forced());
    }

    private Completion complete(Prompt rendered, SamplingParameters sampling, Completions completions) {
        return completions.complete(
                CompletionRequest.builder(rendered).adapter(adapter).topLogprobs(TOP_LOGPROBS), sampling);
    }

    String adapter() {
        return adapter;
    }

    /** Returns true if the detector gives a score for its label, and false if it gives one of several labels. */
    boolean scores() {
        return answer.scores();
    }

    /** Collects the parts of an {@link IntrinsicDetector}. Not safe for use by several threads. */
    public static final class Builder {

        private final CompletionModel model;
        private final Function<ChatTemplateInput, Prompt> template;
        private final IntrinsicDefinition definition;
        private final Map<String, String> arguments = new HashMap<>();
        private @Nullable String adapter;
        private @Nullable String label;
        private InstantSource clock = InstantSource.system();

        private Builder(
                CompletionModel model, Function<ChatTemplateInput, Prompt> template, IntrinsicDefinition definition) {
            this.model = Objects.requireNonNull(model, "model");
            this.template = Objects.requireNonNull(template, "template");
            this.definition = Objects.requireNonNull(definition, "definition");
        }

        /** Sets the adapter by its name in the model, instead of the definition's {@code model}. */
        public Builder adapter(String adapter) {
            this.adapter = Objects.requireNonNull(adapter, "adapter");
            return this;
        }

        /** Sets the text for a placeholder of the instruction, such as {@code criteria} or {@code policy_text}. */
        public Builder argument(String placeholder, String text) {
            arguments.put(Objects.requireNonNull(placeholder, "placeholder"), Objects.requireNonNull(text, "text"));
            return this;
        }

        /** Sets the label of a score, by default the definition's name. */
        public Builder label(String label) {
            this.label = Objects.requireNonNull(label, "label");
            return this;
        }

        /** Sets the clock that deadlines are compared with. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Returns the detector.
         *
         * @throws IllegalArgumentException if the adapter has no name, a placeholder has no text or a text no placeholder, or the
         *     intrinsic gives neither a likelihood nor one of several strings
         */
        public IntrinsicDetector build() {
            return new IntrinsicDetector(this);
        }
    }
}
