// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.langchain4j.RepromptedUpstream.Call;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ChatModel} whose answers are corrected by an {@link Aligner}, and which otherwise behaves like its upstream model.
 *
 * <p>Only the text of an answer changes. Tool calls, metadata, token usage (the upstream model's alone), images and
 * attributes stay. Blank text, filtered answers and, by default, structured output pass uncorrected; see {@link
 * AlignmentOptions}. {@link AlignmentParameters} in a request control the correction of its answer alone.
 *
 * <p>A failed correction fails the call with an {@link io.github.aligner4j.AlignerException}, unless the Aligner is an {@link
 * io.github.aligner4j.AlignerStack} with another failure policy. Interrupting the calling thread cancels the correction.
 * If a layer reprompts ({@link io.github.aligner4j.FailurePolicy.Reprompt}), the upstream model is called again; the response is then
 * that of the last answer, with the token usage of all of them.
 *
 * <p>The upstream model's listeners are called once and see the corrected answer, unless the upstream model overrides {@code
 * chat} itself, as many decorators do: then they see the uncorrected one.
 *
 * <p>Helpers that only read answers themselves, such as query transformers and routers, should be given the upstream model,
 * since a correction can change the query or the route.
 *
 * <p>Safe for use by several threads if its upstream model and its Aligner are.
 */
public final class AlignedChatModel extends AligningModel<ChatModel> implements ChatModel {

    private AlignedChatModel(ChatModel upstream, Alignment alignment) {
        super(upstream, alignment, Delegation.of(upstream));
    }

    /**
     * Returns {@code upstream} with its answers corrected by {@code aligner}; {@code upstream} itself if they already are. To
     * correct twice, use an {@link io.github.aligner4j.AlignerStack}.
     */
    public static AlignedChatModel wrap(ChatModel upstream, Aligner aligner) {
        return builder(upstream, aligner).build();
    }

    /** Returns a builder of an aligned model with further settings. */
    public static AlignedModelBuilder<AlignedChatModel> builder(ChatModel upstream, Aligner aligner) {
        return builder(
                upstream, aligner, AlignedChatModel.class, alignment -> new AlignedChatModel(upstream, alignment));
    }

    /** Returns the model below all alignment. */
    public static ChatModel unwrap(ChatModel model) {
        return model instanceof AlignedChatModel aligned ? unwrap(aligned.upstream()) : model;
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        return chat(AlignedRequest.of(request), null);
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions requestOptions) {
        return chat(AlignedRequest.of(request), requestOptions);
    }

    private ChatResponse chat(AlignedRequest request, @Nullable ChatRequestOptions requestOptions) {
        if (delegation().viaDoChat() && !request.skips()) {
            return send(new MergingCall(this, request), request.chat(), requestOptions);
        }
        return answer(request, sent -> send(upstream(), sent, requestOptions));
    }

    private ChatResponse send(ChatModel model, ChatRequest request, @Nullable ChatRequestOptions requestOptions) {
        return requestOptions != null && delegation().takesOptions()
                ? model.chat(request, requestOptions)
                : model.chat(request);
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return doChat(AlignedRequest.of(request));
    }

    private ChatResponse doChat(AlignedRequest request) {
        boolean viaDoChat = delegation().viaDoChat();
        return answer(
                request,
                sent -> viaDoChat ? upstream().doChat(sent) : upstream().chat(sent));
    }

    /** Returns the upstream model's answer, corrected unless the request says otherwise. */
    private ChatResponse answer(AlignedRequest request, Function<ChatRequest, ChatResponse> model) {
        ChatRequest sent = request.forUpstream(upstream());
        if (request.skips()) {
            return model.apply(sent);
        }
        ChatRequestParameters defaults = defaultRequestParameters();
        ResponseCorrector corrector = alignment().corrector(request, defaults);
        boolean passes = corrector.passes();
        ChatResponse response = model.apply(sent);
        if (passes) {
            corrector.observe(response, response.aiMessage().text());
            return response;
        }
        Call call = Call.of(sent, defaults, (again, limits) -> model.apply(again));
        return corrector.correct(response, corrector.withUpstream(corrector.context(), response, call));
    }

    /** Overrides LangChain4j 1.20's method of the same name, so that asynchronous answers are corrected too. */
    @SuppressWarnings("MissingOverride")
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request, ChatRequestOptions requestOptions) {
        return StreamThreads.supplyAsync(
                () -> chat(request, requestOptions),
                ContextPropagation.capture(alignment().executor()));
    }

    /** Overrides LangChain4j 1.20's method of the same name, so that asynchronous answers are corrected too. */
    @SuppressWarnings("MissingOverride")
    public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
        return StreamThreads.supplyAsync(
                () -> doChat(request), ContextPropagation.capture(alignment().executor()));
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return upstream().defaultRequestParameters();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return upstream().listeners();
    }

    @Override
    public ModelProvider provider() {
        return upstream().provider();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return upstream().supportedCapabilities();
    }

    /** One call through LangChain4j's own {@code chat}, which merges parameters and calls listeners around the correction. */
    private record MergingCall(AlignedChatModel model, AlignedRequest request) implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest merged) {
            return model.doChat(request.with(merged));
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return model.defaultRequestParameters();
        }

        @Override
        public List<ChatModelListener> listeners() {
            return model.listeners();
        }

        @Override
        public ModelProvider provider() {
            return model.provider();
        }
    }
}
