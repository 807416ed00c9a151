// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.runtime.generation.DraftStats;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;

/** A model with one token for each character and a clock of its own, in which a pass takes 1 ms. */
final class FakeModel implements BenchModel {

    static final int CONTEXT = 1000;
    static final int END = 0;

    final AtomicLong nanos = new AtomicLong();
    final List<String> requests = new ArrayList<>();
    long requestBytes;
    boolean wrongWhenDrafting;

    @Override
    public synchronized Generation generate(CompletionRequest request, GenerationOptions options) {
        boolean drafts = options.drafting() == Drafting.RESIDUAL;
        List<Integer> tokens = tokens(request, options);
        int passes = drafts ? 1 : tokens.size();
        nanos.addAndGet(Duration.ofMillis(passes).toNanos());
        requests.add(DraftingNames.name(options.drafting()) + " " + tokens.size());
        CompletionTimings timings =
                new CompletionTimings(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(passes - 1L));
        TokenUsage usage = new TokenUsage(countTokens(request.prompt()), tokens.size());
        Completion completion = new Completion("", FinishReason.STOP, usage, timings);
        DraftStats use = drafts ? new DraftStats(2 * tokens.size(), tokens.size() - 1) : new DraftStats(0, 0);
        return new Generation(completion, tokens, passes, use, 0, OptionalDouble.empty());
    }

    private List<Integer> tokens(CompletionRequest request, GenerationOptions options) {
        if (!options.forced().isEmpty()) {
            return options.forced();
        }
        int limit = request.sampling().maxNewTokens().orElse(CONTEXT);
        List<Integer> copied = completionTokens(request.prompt(), request.prediction());
        List<Integer> tokens = new ArrayList<>(copied.subList(0, Math.min(limit, copied.size())));
        if (wrongWhenDrafting && options.drafting() == Drafting.RESIDUAL) {
            tokens.set(0, -1);
        }
        return tokens;
    }

    @Override
    public List<Integer> completionTokens(Prompt prompt, String completion) {
        List<Integer> tokens = new ArrayList<>(completion.chars().boxed().toList());
        tokens.add(END);
        return tokens;
    }

    @Override
    public int countTokens(Prompt prompt) {
        return prompt.text().length();
    }

    @Override
    public int contextTokens() {
        return CONTEXT;
    }

    @Override
    public long requestBytes() {
        return requestBytes;
    }
}
