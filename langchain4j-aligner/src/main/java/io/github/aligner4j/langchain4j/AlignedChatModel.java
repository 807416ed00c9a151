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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A {@link ChatModel} whose answers an {@link Aligner} has corrected; otherwise indistinguishable from its upstream model.
 *
 * <p>Only the text of a final answer changes. Tool calls, metadata, token usage (the upstream model's alone), images and
 * attributes stay; blank text, filtered answers and structured output pass as {@link AlignmentOptions} say. A failed
 * correction fails the call with an {@link io.github.aligner4j.AlignerException}, unless the Aligner is an {@link
 * io.github.aligner4j.AlignerStack} with another policy. Interrupting the calling thread cancels the correction.
 *
 * <p>The upstream model's listeners fire once and see the corrected answer, unless the upstream model overrides {@code chat}
 * itself (many decorators do): then they see the uncorrected one.
 *
 * <p>Give helpers that only read answers themselves, such as query transformers and routers, the upstream model: a
 * corrected query is not what they asked for.
 *
 * <p>As safe for several threads as its upstream model and its Aligner.
 */
public final class AlignedChatModel implements ChatModel, AligningModel<ChatModel> {

    private final ChatModel upstream;
    private final Aligner aligner;
    private final AlignmentOptions options;
    private final Executor executor;
    private final Delegation delegation;
    private final ResponseCorrector correction;

    private AlignedChatModel(ChatModel upstream, Aligner aligner, AlignmentOptions options, Executor executor) {
        this.upstream = upstream;
        this.aligner = aligner;
        this.options = options;
        this.executor = executor;
        this.delegation = Delegation.of(upstream);
        this.correction = new ResponseCorrector(aligner, options, upstream::defaultRequestParameters);
    }

    /**
     * Returns {@code upstream} with its answers corrected by {@code aligner}; {@code upstream} itself if they already are. To
     * correct twice, say so with an {@link io.github.aligner4j.AlignerStack}.
     */
    public static AlignedChatModel wrap(ChatModel upstream, Aligner aligner) {
        return builder(upstream, aligner).build();
    }

    /** Starts an aligned model with options. */
    public static AlignedModelBuilder<AlignedChatModel> builder(ChatModel upstream, Aligner aligner) {
        Objects.requireNonNull(upstream, "upstream");
        Objects.requireNonNull(aligner, "aligner");
        return new AlignedModelBuilder<>((options, executor) ->
                upstream instanceof AlignedChatModel aligned && aligned.alreadyAlignedBy(aligner, options)
                        ? aligned
                        : new AlignedChatModel(upstream, aligner, options, executor));
    }

    /** Returns the model under all alignment. */
    public static ChatModel unwrap(ChatModel model) {
        return model instanceof AlignedChatModel aligned ? unwrap(aligned.upstream) : model;
    }

    private boolean alreadyAlignedBy(Aligner aligner, AlignmentOptions options) {
        return SameAligner.corrects(this, aligner, options)
                || (upstream instanceof AlignedChatModel inner && inner.alreadyAlignedBy(aligner, options));
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        return delegation.alignedView() ? ChatModel.super.chat(request) : correct(request, upstream.chat(request));
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions requestOptions) {
        if (delegation.alignedView()) {
            return ChatModel.super.chat(request, requestOptions);
        }
        return correct(
                request, delegation.takesOptions() ? upstream.chat(request, requestOptions) : upstream.chat(request));
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return correct(request, delegation.alignedView() ? upstream.doChat(request) : upstream.chat(request));
    }

    /** Overrides LangChain4j 1.20's method of the same name, so that asynchronous answers are corrected too. */
    @SuppressWarnings("MissingOverride")
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request, ChatRequestOptions requestOptions) {
        return StreamThreads.supply(() -> chat(request, requestOptions), executor);
    }

    /** Overrides LangChain4j 1.20's method of the same name, so that asynchronous answers are corrected too. */
    @SuppressWarnings("MissingOverride")
    public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
        return StreamThreads.supply(() -> doChat(request), executor);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return upstream.defaultRequestParameters();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return upstream.listeners();
    }

    @Override
    public ModelProvider provider() {
        return upstream.provider();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return upstream.supportedCapabilities();
    }

    @Override
    public ChatModel upstream() {
        return upstream;
    }

    @Override
    public Aligner aligner() {
        return aligner;
    }

    @Override
    public AlignmentOptions options() {
        return options;
    }

    Delegation delegation() {
        return delegation;
    }

    private ChatResponse correct(ChatRequest request, ChatResponse response) {
        return correction.apply(request, correction.asked(request), response);
    }
}
