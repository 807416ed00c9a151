// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.SamplingParameters;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The calls of chat models for one correction. Checks cancellation, deadline and the limit of new tokens before each, and counts
 * tokens by role. For one thread.
 */
final class PromptCalls {

    private static final int DEFAULT_MAX_NEW_TOKENS = 2048;

    private final Function<PromptRole, ChatCompletionModel> models;
    private final CorrectionContext context;
    private final InstantSource clock;
    private final Map<String, TokenUsage> breakdown = new LinkedHashMap<>();
    private TokenUsage usage = TokenUsage.NONE;

    PromptCalls(Function<PromptRole, ChatCompletionModel> models, CorrectionContext context, InstantSource clock) {
        this.models = models;
        this.context = context;
        this.clock = clock;
    }

    /** Returns the reply of the role's model. */
    @SuppressWarnings("ConstantValue") // models written without null checks exist
    Completion call(PromptRole role, List<Turn> messages, SamplingParameters sampling, CompletionListener listener) {
        requireWanted();
        ChatCompletionRequest request = ChatCompletionRequest.builder(messages)
                .sampling(sampling.withMaxNewTokens(maxNewTokens(role, sampling)))
                .deadline(context.deadline().orElse(null))
                .cancellation(context.cancellation())
                .listener(listener)
                .build();
        Completion completion = models.apply(role).complete(request);
        if (completion == null) {
            throw new CompletionModelException("the chat model returned null; it must return a completion or throw");
        }
        usage = usage.plus(completion.usage());
        breakdown.merge(role.id(), completion.usage(), TokenUsage::plus);
        return completion;
    }

    /** Returns the tokens of all calls so far. */
    TokenUsage usage() {
        return usage;
    }

    /** Returns the tokens by role, in the order of the first calls. */
    Map<String, TokenUsage> breakdown() {
        return breakdown;
    }

    CorrectionContext context() {
        return context;
    }

    private int maxNewTokens(PromptRole role, SamplingParameters sampling) {
        int perCall = sampling.maxNewTokens().orElse(DEFAULT_MAX_NEW_TOKENS);
        int left = context.maxNewTokens().orElse(Integer.MAX_VALUE) - usage.completionTokens();
        if (left < 1) {
            throw new CorrectionRejectedException("its calls need more than the "
                    + context.maxNewTokens().getAsInt() + " tokens that they may have together, and '" + role.id()
                    + "' is still to come; raise max-new-tokens, or use fewer rounds");
        }
        return Math.min(perCall, left);
    }

    /** Not all models keep deadlines; at least none is called after one. */
    private void requireWanted() {
        context.cancellation().throwIfCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw new CorrectionCancelledException("the caller was interrupted between the calls of a correction");
        }
        Instant now = clock.instant();
        if (context.deadline().filter(deadline -> !now.isBefore(deadline)).isPresent()) {
            throw new DeadlineExceededException("the deadline passed before the chat model was called");
        }
    }
}
