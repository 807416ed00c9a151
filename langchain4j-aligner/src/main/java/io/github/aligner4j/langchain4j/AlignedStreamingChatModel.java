// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.langchain4j.RepromptedUpstream.Call;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StreamingChatModel} whose answers are corrected by an {@link Aligner}, and which otherwise behaves like its
 * upstream model. {@link AlignedChatModel} describes what changes and what stays.
 *
 * <p>An Aligner reads the whole answer, so no text is emitted before the upstream model has finished; then the corrected text
 * streams while it is generated. Work that can be done earlier is done while the upstream model streams ({@link
 * Aligner#begin}). The partial responses, concatenated, equal the final text. If the final response has no text although
 * partial responses came, as with some models beside tool calls, those are corrected. Thinking and tool calls stream as they
 * come, subject to {@link AlignmentOptions}; raw provider events pass as long as they can't quote the answer.
 * {@link io.github.aligner4j.answer.StreamingPolicy#SENTENCE} emits corrected sentences while the upstream model writes the next
 * ones; if one can't be corrected, the upstream model is cancelled and the stream ends at once. A stream that no layer of an {@link
 * io.github.aligner4j.AlignerStack} may correct passes as it comes, on the upstream model's threads.
 *
 * <p>The handler is called on one thread per stream, neither the caller's nor the upstream model's. Exceptions that it throws
 * go to its {@code onError}, and the stream goes on; an {@link Error} ends the stream. Cancelling through the {@code
 * StreamingHandle} cancels the upstream model and the Aligner; the handler is not called afterwards. A failed upstream stream
 * ends with its error, and its partial answer is discarded. A failed correction ends the stream with an {@link
 * io.github.aligner4j.AlignerException} in {@code onError}, and so does an {@linkplain AlignedModelBuilder#executor executor}
 * that rejects the stream.
 *
 * <p>On LangChain4j 1.20 and later, {@code chat(ChatRequest)} returns a publisher of the same events; each subscriber's
 * demand is honoured, and cancelling a subscription cancels the upstream model and the Aligner.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // the events of publishers have a common type only since LangChain4j 1.20
public final class AlignedStreamingChatModel extends AligningModel<StreamingChatModel> implements StreamingChatModel {

    private AlignedStreamingChatModel(StreamingChatModel upstream, Alignment alignment) {
        super(upstream, alignment, Delegation.of(upstream));
        alignment.options().streaming().requireSupported(alignment.aligner());
    }

    /**
     * Returns {@code upstream} with its answers corrected by {@code aligner}; {@code upstream} itself if they already are. To
     * correct twice, use an {@link io.github.aligner4j.AlignerStack}.
     */
    public static AlignedStreamingChatModel wrap(StreamingChatModel upstream, Aligner aligner) {
        return builder(upstream, aligner).build();
    }

    /** Returns a builder of an aligned model with further settings. */
    public static AlignedModelBuilder<AlignedStreamingChatModel> builder(StreamingChatModel upstream, Aligner aligner) {
        return builder(
                upstream,
                aligner,
                AlignedStreamingChatModel.class,
                alignment -> new AlignedStreamingChatModel(upstream, alignment));
    }

    /** Returns the model below all alignment. */
    public static StreamingChatModel unwrap(StreamingChatModel model) {
        return model instanceof AlignedStreamingChatModel aligned ? unwrap(aligned.upstream()) : model;
    }

    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
        chat(AlignedRequest.of(request), null, handler, Cancellation.create());
    }

    @Override
    public void chat(ChatRequest request, ChatRequestOptions requestOptions, StreamingChatResponseHandler handler) {
        chat(AlignedRequest.of(request), requestOptions, handler, Cancellation.create());
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        doChat(AlignedRequest.of(request), handler, Cancellation.create());
    }

    /**
     * Overrides LangChain4j 1.20's method of the same name, so that its publisher emits the events of a corrected answer. The
     * upstream model is called once for each subscriber.
     *
     * @return a {@code Flow.Publisher<ChatModelStreamingEvent>}, a type that LangChain4j 1.19 does not have
     */
    @SuppressWarnings("MissingOverride")
    public Flow.Publisher chat(ChatRequest request) {
        return new AlignedPublisher(
                (handler, cancellation) -> chat(AlignedRequest.of(request), null, handler, cancellation));
    }

    /** Overrides LangChain4j 1.20's method of the same name, like {@code chat(ChatRequest)}. */
    @SuppressWarnings("MissingOverride")
    public Flow.Publisher doChat(ChatRequest request) {
        return new AlignedPublisher(
                (handler, cancellation) -> doChat(AlignedRequest.of(request), handler, cancellation));
    }

    private void chat(
            AlignedRequest request,
            @Nullable ChatRequestOptions requestOptions,
            StreamingChatResponseHandler handler,
            Cancellation cancellation) {
        if (delegation().viaDoChat() && !request.skips()) {
            send(new MergingCall(this, request, cancellation), request.chat(), requestOptions, handler);
        } else {
            stream(request, handler, cancellation, (sent, events) -> send(upstream(), sent, requestOptions, events));
        }
    }

    private void send(
            StreamingChatModel model,
            ChatRequest request,
            @Nullable ChatRequestOptions requestOptions,
            StreamingChatResponseHandler handler) {
        if (requestOptions != null && delegation().takesOptions()) {
            model.chat(request, requestOptions, handler);
        } else {
            model.chat(request, handler);
        }
    }

    private void doChat(AlignedRequest request, StreamingChatResponseHandler handler, Cancellation cancellation) {
        boolean viaDoChat = delegation().viaDoChat();
        stream(request, handler, cancellation, (sent, events) -> {
            if (viaDoChat) {
                upstream().doChat(sent, events);
            } else {
                upstream().chat(sent, events);
            }
        });
    }

    /** Calls the upstream model, its events aligned for {@code handler}. What the call throws reaches the caller. */
    private void stream(
            AlignedRequest request,
            StreamingChatResponseHandler handler,
            Cancellation cancellation,
            BiConsumer<ChatRequest, StreamingChatResponseHandler> model) {
        ChatRequest sent = request.forUpstream(upstream());
        if (request.skips()) {
            model.accept(sent, handler);
            return;
        }
        ChatRequestParameters defaults = defaultRequestParameters();
        ResponseCorrector corrector = alignment().corrector(request, defaults);
        if (corrector.passes()) {
            model.accept(sent, new ObservedHandler(handler, corrector));
            return;
        }
        Call call = Call.of(
                sent, defaults, (again, limits) -> AwaitedResponse.of(events -> model.accept(again, events), limits));
        Executor executor = ContextPropagation.capture(alignment().executor());
        AlignedStream stream = new AlignedStream(corrector, call, handler, executor, cancellation);
        try {
            model.accept(sent, stream.upstreamHandler());
        } catch (Throwable e) {
            stream.abandon();
            throw e;
        }
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

    /**
     * One call through LangChain4j's own {@code chat}, which merges parameters and calls listeners around the correction, but
     * knows no cancellation.
     */
    private record MergingCall(AlignedStreamingChatModel model, AlignedRequest request, Cancellation cancellation)
            implements StreamingChatModel {

        @Override
        public void doChat(ChatRequest merged, StreamingChatResponseHandler handler) {
            model.doChat(request.with(merged), handler, cancellation);
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
