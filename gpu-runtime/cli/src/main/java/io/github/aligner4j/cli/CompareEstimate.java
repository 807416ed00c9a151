// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.cli.ComparePlan.Estimate;
import io.github.aligner4j.cli.CompareSystem.Checkpoint;
import io.github.aligner4j.cli.CompareSystem.Prompted;
import io.github.aligner4j.cli.CompareSystem.Stack;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.Price;
import io.github.aligner4j.evaluation.scoring.MeaningScorer;
import io.github.aligner4j.prompted.PromptRole;
import io.github.aligner4j.prompted.PromptedAligner;
import io.github.aligner4j.prompted.Prompts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Estimates the tokens of answers without asking a model. A prompted Aligner runs as it will, with a model that finds something wrong
 * in every round and repeats the answer, so that the estimate is an upper bound for answers that don't grow.
 */
final class CompareEstimate {

    private static final int ASCII_PER_TOKEN = 4;
    private static final int MEANING_PROMPT_TOKENS = 200;
    private static final int MEANING_REPLY_TOKENS = 8;
    private static final String FEEDBACK = "The answer breaks the second principle in its last sentence. ".repeat(4);

    private final CompareConfig config;

    CompareEstimate(CompareConfig config) {
        this.config = config;
    }

    /** Returns the tokens of a system's answer to {@code request} and their cost. */
    Estimate of(CompareSystem system, CorrectionRequest request) {
        if (system.kind() instanceof Prompted prompted) {
            return prompted(system, prompted, request);
        }
        if (system.kind() instanceof Checkpoint) {
            int answer = tokens(request.answer());
            return estimate(new TokenUsage(tokens(request.question()) + answer, answer), system.price());
        }
        Estimate sum = Estimate.NONE;
        if (system.kind() instanceof Stack stack) {
            for (CompareSystem layer : stack.layers()) {
                sum = sum.plus(of(layer, request));
            }
        }
        return sum;
    }

    /** Returns the tokens of deciding whether an answer to {@code row} keeps the original's meaning. */
    Estimate meaning(ComparisonRow row, ChatModelSpec judge) {
        TokenUsage call =
                new TokenUsage(MEANING_PROMPT_TOKENS + 2 * tokens(row.request().answer()), MEANING_REPLY_TOKENS);
        return estimate(call, judge.price()).times(MeaningScorer.CALLS);
    }

    /** Returns the estimated cost of a call that decides whether an answer keeps the original's meaning. */
    static double meaning(ChatCompletionRequest request, Optional<Price> price) {
        int prompt = request.messages().stream()
                .map(Turn::text)
                .mapToInt(CompareEstimate::tokens)
                .sum();
        return estimate(new TokenUsage(prompt, MEANING_REPLY_TOKENS), price).cost();
    }

    /** Returns whether a chat model of the system may cost money, but has no price. */
    boolean hasUnknownPrice(CompareSystem system) {
        if (system.kind() instanceof Stack stack) {
            return stack.layers().stream().anyMatch(this::hasUnknownPrice);
        }
        return system.kind() instanceof Prompted prompted
                && config.chatModel(prompted.chatModel()).hasUnknownPrice();
    }

    /** Returns the estimated number of tokens of a text: one for each four ASCII characters and for each other character. */
    static int tokens(String text) {
        int ascii = (int) text.chars().filter(c -> c < 128).count();
        int others = text.codePointCount(0, text.length()) - ascii;
        return (ascii + ASCII_PER_TOKEN - 1) / ASCII_PER_TOKEN + others;
    }

    private Estimate prompted(CompareSystem system, Prompted prompted, CorrectionRequest request) {
        Meter meter = new Meter();
        AtomicInteger edits = new AtomicInteger();
        ChatCompletionModel edit = model(meter, () -> request.answer() + " " + edits.incrementAndGet());
        ChatCompletionModel choice = model(meter, () -> "1");
        PromptedAligner.Builder builder = CompareModels.prompted(
                        system, Prompts.named(prompted.prompt()), prompted.options(), edit)
                .model(PromptRole.FEEDBACK, model(meter, () -> FEEDBACK))
                .model(PromptRole.SELECT, choice)
                .model(PromptRole.JUDGE, choice)
                .guards(List.of());
        try {
            builder.build().correct(request);
        } catch (AlignerException e) {
            // What was asked before is counted; the real run records the failure.
        }
        return estimate(meter.usage(), config.chatModel(prompted.chatModel()).price());
    }

    private static Estimate estimate(TokenUsage usage, Optional<Price> price) {
        double cost = price.map(each -> each.of(usage)).orElse(0.0);
        return new Estimate(usage.promptTokens(), usage.completionTokens(), cost);
    }

    /** The text that a model replies. */
    private interface Reply {
        String text();
    }

    private static ChatCompletionModel model(Meter meter, Reply reply) {
        return request -> {
            int prompt = request.messages().stream()
                    .map(Turn::text)
                    .mapToInt(CompareEstimate::tokens)
                    .sum();
            String text = reply.text();
            TokenUsage usage = new TokenUsage(prompt, tokens(text));
            meter.add(usage, Optional.empty());
            request.listener().onText(text);
            return new Completion(text, FinishReason.STOP, usage, CompletionTimings.NONE);
        };
    }
}
