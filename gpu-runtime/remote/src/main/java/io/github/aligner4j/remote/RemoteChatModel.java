// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.remote.EngineProfile.Generation;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Replies to messages through an engine's chat endpoint, which puts them into the model's own chat template.
 *
 * <p>Engines that run a model read special tokens in messages as such, so a message that has one is refused with an {@link
 * UnsafePromptException}: by the model's own vocabulary, if the engine tells it or tokenizes, else by the forms that are common.
 * Thinking at the beginning of a reply is removed.
 *
 * <p>Safe for use by several threads.
 */
@Incubating
public final class RemoteChatModel implements ChatCompletionModel {

    private static final int MAX_NEW_TOKENS = 1 << 20;

    private final RemoteEngine engine;
    private final Generation api;
    private final boolean contentsAreText;

    private RemoteChatModel(RemoteEngine engine, Generation api, boolean contentsAreText) {
        this.engine = engine;
        this.api = api;
        this.contentsAreText = contentsAreText;
    }

    /**
     * Returns a model, after probing the engine at all its URLs.
     *
     * @throws CompletionModelException if the engine is not what its profile says, or can't be reached at any URL
     */
    public static RemoteChatModel create(RemoteEngine engine) {
        RemoteChatModel model = createUnprobed(engine);
        engine.probe(false);
        return model;
    }

    /** Returns a model that probes each URL at its first call, for an engine that may start later than its callers. */
    public static RemoteChatModel createUnprobed(RemoteEngine engine) {
        EngineProfile.ChatApi chat = engine.profile().chat();
        if (chat == null) {
            throw new CompletionModelException(
                    engine.profile().title() + " takes no messages; use RemoteCompletionModel");
        }
        return new RemoteChatModel(engine, chat.generation(), false);
    }

    /** Returns a copy for an API that never reads text in messages as special tokens, as hosted ones do, so that none is refused. */
    public RemoteChatModel contentsAreText() {
        return new RemoteChatModel(engine, api, true);
    }

    /** Returns the state of the engine's URLs, without asking them. */
    public RemoteStatus status() {
        return engine.status();
    }

    @Override
    public Completion complete(ChatCompletionRequest request) {
        if (request.messages().stream().allMatch(message -> message.text().isBlank())) {
            throw new CompletionModelException("the prompt is blank, but a chat model needs text; check the template");
        }
        request.messages().forEach(message -> WellFormed.require(message.text()));
        request.stop().forEach(WellFormed::require);
        Call call = engine.call(request.cancellation(), request.deadline().orElse(null));
        int affinity = request.messages().get(0).text().hashCode();
        return engine.call(call, affinity, false, (transport, probed) -> attempt(request, call, transport, probed));
    }

    private Completion attempt(ChatCompletionRequest request, Call call, Transport transport, ProbedEngine probed) {
        for (Turn message : request.messages()) {
            requireSafe(message.text(), transport, probed, call);
        }
        RequestBody body = new RequestBody(api, transport.failures())
                .sampling(request.sampling())
                .stop(request.stop())
                .put("messages", messages(request))
                .put("context-tokens", engine.contextTokens());
        AdapterChoice.put(body, engine.profile().adapters(), probed, engine.adapter());
        int context = Math.max(engine.contextTokens(), probed.facts().contextTokens());
        request.sampling()
                .maxNewTokens()
                .ifPresent(max -> body.put("max-new-tokens", Math.min(max, context == 0 ? MAX_NEW_TOKENS : context)));
        return AnswerReader.withoutThinking(api, transport, call, request.listener())
                .send(body, transport, call);
    }

    private static List<Map<String, String>> messages(ChatCompletionRequest request) {
        return request.messages().stream()
                .map(message ->
                        Map.of("role", message.role().name().toLowerCase(Locale.ROOT), "content", message.text()))
                .toList();
    }

    private void requireSafe(String text, Transport transport, ProbedEngine probed, Call call) {
        if (contentsAreText) {
            return;
        }
        EngineTokenizer tokenizer = probed.tokenizer();
        boolean unsafe = tokenizer == null
                ? probed.facts().specialTokens().occurIn(text)
                : tokenizer.hasSpecialTokens(text, call);
        if (unsafe) {
            throw new UnsafePromptException("a message of " + text.length() + " characters has text that "
                    + transport.failures().title()
                    + " reads as a special token; remove it, use the raw prompt of RemoteCompletionModel, or, if the"
                    + " API takes contents as text, say so with contentsAreText()");
        }
    }

    @Override
    public String toString() {
        return "RemoteChatModel[" + engine + "]";
    }
}
