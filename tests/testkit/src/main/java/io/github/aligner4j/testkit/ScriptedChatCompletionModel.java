// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A chat model for tests: it replies by a script instead of a language model, and records its requests.
 *
 * <pre>{@code
 * ScriptedChatCompletionModel model = ScriptedChatCompletionModel.answering("Please wait.");
 * Aligner aligner = PromptedAligner.builder(Prompts.byName("rewrite"), model).build();
 * }</pre>
 *
 * <p>Its tokens are words with the white space before them: the limit of new tokens counts them, and a listener gets them one by
 * one. Stop strings, cancellation, interrupts and deadlines work as in any model; sampling is
 * recorded and has no effect. Safe for use by several threads.
 */
public final class ScriptedChatCompletionModel implements ChatCompletionModel {

    private final Script<ChatCompletionRequest> script;

    private ScriptedChatCompletionModel(Function<? super ChatCompletionRequest, String> texts) {
        this.script = new Script<>(texts);
    }

    /** Returns a model that replies to everything with {@code text}. */
    public static ScriptedChatCompletionModel answering(String text) {
        return answeringInOrder(List.of(text));
    }

    /**
     * Returns a model that replies to the first request with the first of {@code texts}, and so on; the last one is repeated.
     *
     * @throws IllegalArgumentException if there are no texts
     */
    public static ScriptedChatCompletionModel answeringInOrder(List<String> texts) {
        return replying(Script.inOrder(texts));
    }

    /** Returns a model that replies by {@code texts}, a function from a request to its reply. */
    public static ScriptedChatCompletionModel replying(Function<? super ChatCompletionRequest, String> texts) {
        return new ScriptedChatCompletionModel(texts);
    }

    /** Returns a model whose every call throws {@code failure}. */
    public static ScriptedChatCompletionModel failing(RuntimeException failure) {
        return replying(Script.failing(failure));
    }

    /**
     * Replies by {@code texts} from the next call on.
     *
     * @return this model
     */
    public ScriptedChatCompletionModel replyBy(Function<? super ChatCompletionRequest, String> texts) {
        script.texts(texts);
        return this;
    }

    /**
     * Has the next calls throw {@code failures}, one each; calls after them are answered again.
     *
     * @return this model
     */
    public ScriptedChatCompletionModel failNext(RuntimeException... failures) {
        script.failNext(failures);
        return this;
    }

    /**
     * Blocks calls, from the next one on, until {@link #release()}.
     *
     * @return this model
     */
    public ScriptedChatCompletionModel block() {
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
    public List<ChatCompletionRequest> requests() {
        return script.requests();
    }

    /** Forgets the requests and failures to come, releases blocked calls, and replies as it was created to. */
    public void reset() {
        script.reset();
    }

    @Override
    public Completion complete(ChatCompletionRequest request) {
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
        TokenUsage usage = new TokenUsage(promptTokens(request), tokens.size());
        return new Completion(text, cut ? FinishReason.LENGTH : FinishReason.STOP, usage, CompletionTimings.NONE);
    }

    private static int promptTokens(ChatCompletionRequest request) {
        return request.messages().stream()
                .map(Turn::text)
                .mapToInt(text -> Words.of(text).size())
                .sum();
    }

    private static int endOf(String text, List<String> stop) {
        return stop.stream()
                .mapToInt(text::indexOf)
                .filter(index -> index >= 0)
                .min()
                .orElse(text.length());
    }
}
