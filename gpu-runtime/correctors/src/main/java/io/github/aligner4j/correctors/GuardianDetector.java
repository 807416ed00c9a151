// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.chattemplate.ChatMessage;
import io.github.aligner4j.chattemplate.ChatTemplate;
import io.github.aligner4j.chattemplate.ChatTemplateInput;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Detects one risk in an answer by Granite Guardian 3.2, as a {@link Detector} whose label is the risk's name and whose score is
 * its probability.
 *
 * <p>The model's first word is {@code Yes} or {@code No}, so a detection costs one prefill and one token. The score is the
 * probability of {@code Yes} among the two, in any case and with any white space:
 *
 * <pre>{@code score = p(Yes) / (p(Yes) + p(No))}</pre>
 *
 * <p>which is {@code get_probabilities} of <a
 * href="https://github.com/ibm-granite/granite-guardian/blob/main/cookbooks/granite-guardian-3.2-lora/harm_correction_guide_vllm.ipynb">IBM's
 * cookbook</a>, restricted to the first token. The engine must return log probabilities.
 *
 * <p>Reads question and answer, not the conversation before, as the template takes further messages for something else. As safe
 * for use by several threads as the model.
 */
@Incubating
public final class GuardianDetector implements Detector {

    private static final int TOP_LOGPROBS = 20;
    private static final SamplingParameters ONE_TOKEN = SamplingParameters.GREEDY.withMaxNewTokens(1);

    private final CompletionModel model;
    private final Function<ChatTemplateInput, Prompt> template;
    private final GuardianRisk risk;
    private final InstantSource clock;

    GuardianDetector(
            CompletionModel model,
            Function<ChatTemplateInput, Prompt> template,
            GuardianRisk risk,
            InstantSource clock) {
        this.model = Objects.requireNonNull(model, "model");
        this.template = Objects.requireNonNull(template, "template");
        this.risk = risk;
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Returns a detector of a risk that the chat template defines: {@code harm}, {@code social_bias}, {@code profanity}, {@code
     * sexual_content}, {@code unethical_behavior} or {@code violence}.
     *
     * @param model runs the base model, without an adapter
     * @param template the checkpoint's chat template
     * @throws IllegalArgumentException if {@code risk} is none of these
     */
    public static GuardianDetector of(CompletionModel model, ChatTemplate template, String risk) {
        return new GuardianDetector(model, template::render, GuardianRisk.of(risk), InstantSource.system());
    }

    /**
     * Returns a detector of a risk of your own.
     *
     * @param definition a sentence that says when an answer is risky
     * @throws IllegalArgumentException if name or definition is blank
     */
    public static GuardianDetector of(CompletionModel model, ChatTemplate template, String risk, String definition) {
        return new GuardianDetector(model, template::render, GuardianRisk.of(risk, definition), InstantSource.system());
    }

    @Override
    public Detection detect(CorrectionRequest request, CorrectionContext context) {
        return verdict(request, new Completions(model, context, clock)).detection();
    }

    /** Returns the prompt that asks for the verdict on {@code request}; the template wants a question, even an empty one. */
    Prompt prompt(CorrectionRequest request) {
        List<ChatMessage> messages =
                List.of(ChatMessage.user(request.question()), ChatMessage.assistant(request.answer()));
        return template.apply(ChatTemplateInput.builder(messages)
                .variables(Map.of("guardian_config", risk.config()))
                .build());
    }

    /** Returns the first word of the verdict on {@code request}. */
    Verdict verdict(CorrectionRequest request, Completions completions) {
        long started = System.nanoTime();
        Prompt prompt = prompt(request);
        Completion completion =
                completions.complete(CompletionRequest.builder(prompt).topLogprobs(TOP_LOGPROBS), ONE_TOKEN);
        String word = completion.text();
        if (!YesOrNo.isYes(word) && !YesOrNo.isNo(word)) {
            throw new AlignerException(
                    "the detector answered neither Yes nor No; check that the checkpoint is a Granite"
                            + " Guardian 3.2 and the chat template its own");
        }
        double score = YesOrNo.probabilityOfYes(completion.logprobs());
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        Detection detection = new Detection(risk.name(), score, completion.usage(), elapsed);
        return new Verdict(prompt, YesOrNo.isYes(word) ? word : "Yes", detection);
    }

    /**
     * The first word of a verdict.
     *
     * @param prompt the prompt that asked for it
     * @param yes the word {@code Yes} as the model writes it
     * @param detection the detection
     */
    record Verdict(Prompt prompt, String yes, Detection detection) {}
}
