// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * Finds the better one of two answers with a chat model and a prompt: one call for each comparison, with a reason and ties.
 *
 * <p>The model sees the question, the conversation and passages before it, both answers in the order given, and the criteria. Models
 * prefer a position, so ask in both orders. The reply must be a reason and one line {@code VERDICT: 1}, {@code VERDICT: 2} or {@code
 * VERDICT: TIE}, before or after it; anything else is a {@link CorrectionRejectedException}. No text of the prompt can end its own
 * block or begin another one.
 *
 * <p>As safe for use by several threads as the model.
 */
@Incubating
public final class PromptedComparison {

    /** The length of a reply that estimates assume, in tokens. */
    private static final int ESTIMATED_REPLY = 150;

    private static final int ASCII_PER_TOKEN = 4;

    private final Prompts prompts;
    private final ChatCompletionModel model;
    private final SamplingParameters sampling;

    private PromptedComparison(Prompts prompts, ChatCompletionModel model, SamplingParameters sampling) {
        this.prompts = Objects.requireNonNull(prompts, "prompts");
        this.model = Objects.requireNonNull(model, "model");
        this.sampling = Objects.requireNonNull(sampling, "sampling");
    }

    /** The better one of two answers. */
    public enum Better {
        /** The first answer is better. */
        FIRST,
        /** The second answer is better. */
        SECOND,
        /** Neither is better. */
        NEITHER
    }

    /**
     * A verdict.
     *
     * @param better the better answer
     * @param reason the reason, as the model wrote it; may be empty
     * @param usage the tokens that the model read and generated
     */
    public record Verdict(Better better, String reason, TokenUsage usage) {}

    /** Returns a greedy comparison with this library's prompt. */
    public static PromptedComparison of(ChatCompletionModel model) {
        return of(Prompts.byName("compare"), model);
    }

    /**
     * Returns a greedy comparison.
     *
     * @param prompts prompts of the strategy {@code compare}
     * @throws IllegalArgumentException if the prompts are of another strategy
     */
    public static PromptedComparison of(Prompts prompts, ChatCompletionModel model) {
        if (prompts.strategy() != PromptStrategy.COMPARE) {
            throw new IllegalArgumentException(
                    "a comparison needs prompts of the strategy 'compare', but these are of '"
                            + prompts.strategy().id() + "'");
        }
        return new PromptedComparison(prompts, model, SamplingParameters.GREEDY);
    }

    /** Returns a copy with other sampling parameters. Their maximum of new tokens counts thinking, too. */
    public PromptedComparison withSampling(SamplingParameters sampling) {
        return new PromptedComparison(prompts, model, sampling);
    }

    /** Returns the sampling parameters. */
    public SamplingParameters sampling() {
        return sampling;
    }

    /** Returns the prompts. */
    public Prompts prompts() {
        return prompts;
    }

    /**
     * Compares two answers.
     *
     * @param request the question, conversation and passages; its answer is shown as the original of both unless it is blank
     * @param criteria the criteria by which an answer is better
     * @throws CorrectionRejectedException if the model replies something that is no verdict
     */
    public Verdict compare(
            CorrectionRequest request, String first, String second, List<String> criteria, CorrectionContext context) {
        PromptCalls calls = new PromptCalls(any -> model, context.withoutListener(), InstantSource.system());
        Completion completion = calls.call(
                PromptRole.COMPARE, messages(request, first, second, criteria), sampling, CompletionListener.NONE);
        if (completion.finishReason() == FinishReason.LENGTH) {
            throw new CorrectionRejectedException("the judge's reply was cut off after "
                    + completion.usage().completionTokens() + " tokens; raise its max-new-tokens");
        }
        VerdictReply reply = VerdictReply.parse(completion.text());
        return new Verdict(reply.better(), reply.reason(), completion.usage());
    }

    /**
     * Returns a rough estimate of the tokens of a comparison, without a call: a token for each four ASCII characters and for each other
     * character of the prompt, and a reply of {@value #ESTIMATED_REPLY} tokens.
     */
    public TokenUsage estimate(CorrectionRequest request, String first, String second, List<String> criteria) {
        int prompt = messages(request, first, second, criteria).stream()
                .map(Turn::text)
                .mapToInt(PromptedComparison::tokens)
                .sum();
        return new TokenUsage(
                prompt, Math.min(ESTIMATED_REPLY, sampling.maxNewTokens().orElse(ESTIMATED_REPLY)));
    }

    private List<Turn> messages(CorrectionRequest request, String first, String second, List<String> criteria) {
        PromptInputs inputs = new PromptInputs(request, List.copyOf(criteria), "", List.of(first, second), List.of());
        return prompts.render(PromptRole.COMPARE, inputs, inputs.frame());
    }

    private static int tokens(String text) {
        int ascii = (int) text.chars().filter(c -> c < 128).count();
        return ascii / ASCII_PER_TOKEN + text.codePointCount(0, text.length()) - ascii;
    }
}
