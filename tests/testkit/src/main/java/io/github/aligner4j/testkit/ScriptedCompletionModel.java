// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A completion model for tests: it completes prompts by a script instead of a language model, and records its requests.
 *
 * <pre>{@code
 * ScriptedCompletionModel model = ScriptedCompletionModel.answering("Please wait.");
 * Aligner aligner = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, model).build();
 * }</pre>
 *
 * <p>Its tokens are words with the white space before them: the limit of new tokens counts them, and a listener gets them one
 * by one. If a request asks for log probabilities, each of them has probability 1, unless {@link #logprobsBy} says otherwise.
 * Stop strings, cancellation, interrupts and deadlines work as in any model; sampling, prediction, adapter and strength are
 * recorded and have no effect. Safe for use by several threads.
 */
public final class ScriptedCompletionModel implements CompletionModel {

    private final Script<CompletionRequest> script;
    private volatile @Nullable Function<? super CompletionRequest, List<TokenLogprobs>> logprobs;

    private ScriptedCompletionModel(Function<? super CompletionRequest, String> texts) {
        this.script = new Script<>(texts);
    }

    /** Returns a model that completes every prompt with {@code text}. */
    public static ScriptedCompletionModel answering(String text) {
        return answeringInOrder(List.of(text));
    }

    /**
     * Returns a model that completes the first prompt with the first of {@code texts}, and so on; the last one is repeated.
     *
     * @throws IllegalArgumentException if there are no texts
     */
    public static ScriptedCompletionModel answeringInOrder(List<String> texts) {
        return completing(Script.inOrder(texts));
    }

    /** Returns a model that completes by {@code texts}, a function from a request to its completion. */
    public static ScriptedCompletionModel completing(Function<? super CompletionRequest, String> texts) {
        return new ScriptedCompletionModel(texts);
    }

    /** Returns a model whose every call throws {@code failure}. */
    public static ScriptedCompletionModel failing(RuntimeException failure) {
        return completing(Script.failing(failure));
    }

    /**
     * Completes by {@code texts} from the next call on.
     *
     * @return this model
     */
    public ScriptedCompletionModel completeBy(Function<? super CompletionRequest, String> texts) {
        script.texts(texts);
        return this;
    }

    /**
     * Takes the log probabilities of completions from {@code logprobs}, from the next call on. They are cut to the most likely
     * tokens and the candidates that the request asks for; a request that asks for none gets none.
     *
     * @return this model
     */
    public ScriptedCompletionModel logprobsBy(Function<? super CompletionRequest, List<TokenLogprobs>> logprobs) {
        this.logprobs = Objects.requireNonNull(logprobs, "logprobs");
        return this;
    }

    /**
     * Has the next calls throw {@code failures}, one each; calls after them are completed again.
     *
     * @return this model
     */
    public ScriptedCompletionModel failNext(RuntimeException... failures) {
        script.failNext(failures);
        return this;
    }

    /**
     * Blocks calls, from the next one on, until {@link #release()}.
     *
     * @return this model
     */
    public ScriptedCompletionModel block() {
        script.block();
        return this;
    }

    /** Lets blocked calls go on, and does not block later ones. */
    public void release() {
        script.release();
    }

    /** Waits until this model has received {@code count} requests in all. */
    public void awaitRequests(int count) {
        script.awaitRequests(count);
    }

    /** Returns the requests so far, in the order of their arrival; also those that failed. */
    public List<CompletionRequest> requests() {
        return script.requests();
    }

    /** Forgets the requests, log probabilities and failures to come, releases blocked calls, and completes as it was created to. */
    public void reset() {
        script.reset();
        logprobs = null;
    }

    @Override
    public Completion complete(CompletionRequest request) {
        @Nullable Instant deadline = request.deadline().orElse(null);
        String whole = script.run(request, request.cancellation(), deadline);
        List<String> words = Words.of(whole);
        int limit = request.sampling().maxNewTokens().orElse(Integer.MAX_VALUE);
        String generated = limit < words.size() ? String.join("", words.subList(0, limit)) : whole;
        int end = endOf(generated, request.stop());
        String text = generated.substring(0, end);
        boolean cut = end == generated.length() && limit < words.size();
        List<String> tokens = Words.of(text);
        Script.stream(tokens, request.listener()::onText, request.cancellation(), deadline);
        TokenUsage usage = new TokenUsage(Words.of(request.prompt().text()).size(), tokens.size());
        FinishReason reason = cut ? FinishReason.LENGTH : FinishReason.STOP;
        return new Completion(text, reason, usage, CompletionTimings.NONE, logprobs(request, tokens));
    }

    private List<TokenLogprobs> logprobs(CompletionRequest request, List<String> tokens) {
        if (request.topLogprobs() == 0 && request.candidates().isEmpty()) {
            return List.of();
        }
        Function<? super CompletionRequest, List<TokenLogprobs>> scripted = logprobs;
        if (scripted == null) {
            return tokens.stream()
                    .map(token -> new TokenLogprobs(token, 0, List.of(new Alternative(token, 0))))
                    .toList();
        }
        return scripted.apply(request).stream()
                .map(each -> new TokenLogprobs(
                        each.token(),
                        each.logprob(),
                        each.top().stream().limit(request.topLogprobs()).toList(),
                        each.candidates().stream()
                                .filter(candidate -> request.candidates().contains(candidate.token()))
                                .toList()))
                .toList();
    }

    private static int endOf(String text, List<String> stop) {
        return stop.stream()
                .mapToInt(text::indexOf)
                .filter(index -> index >= 0)
                .min()
                .orElse(text.length());
    }
}
