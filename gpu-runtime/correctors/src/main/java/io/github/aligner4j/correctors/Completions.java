// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.SamplingParameters;
import java.time.InstantSource;

/**
 * The completions of one correction. They share its cancellation, its deadline and its limit of new tokens, and are counted
 * together. For one thread.
 */
final class Completions {

    private final CompletionModel model;
    private final CorrectionContext context;
    private final InstantSource clock;
    private TokenUsage usage = TokenUsage.NONE;

    Completions(CompletionModel model, CorrectionContext context, InstantSource clock) {
        this.model = model;
        this.context = context;
        this.clock = clock;
    }

    /** Completes {@code request} by {@code sampling}, whose limit of new tokens is lowered to those that are left. */
    Completion complete(CompletionRequest.Builder request, SamplingParameters sampling) {
        context.cancellation().throwIfCancelled();
        context.throwIfLate(clock);
        int limit = Math.min(sampling.maxNewTokens().orElse(Integer.MAX_VALUE), left());
        Completion completion = model.complete(request.sampling(sampling.withMaxNewTokens(limit))
                .deadline(context.deadline().orElse(null))
                .cancellation(context.cancellation())
                .build());
        usage = usage.plus(completion.usage());
        return completion;
    }

    /** Returns the context of the last completion, with the tokens that are left. */
    CorrectionContext rest() {
        return context.maxNewTokens().isEmpty() ? context : context.withMaxNewTokens(left());
    }

    /** Returns the tokens of the completions so far. */
    TokenUsage usage() {
        return usage;
    }

    private int left() {
        int limit = context.maxNewTokens().orElse(Integer.MAX_VALUE);
        if (usage.completionTokens() >= limit) {
            throw new CorrectionRejectedException("detector and corrector need more than the " + limit
                    + " tokens that they may have together; raise max-new-tokens");
        }
        return limit - usage.completionTokens();
    }
}
