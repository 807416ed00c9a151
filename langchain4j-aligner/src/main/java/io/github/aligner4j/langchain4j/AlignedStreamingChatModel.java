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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StreamingChatModel} whose answers an {@link Aligner} has corrected; otherwise indistinguishable from its upstream
 * model. What changes and what stays is told at {@link AlignedChatModel}.
 *
 * <p>An Aligner reads the whole answer, so no text leaves before upstream is done; then the corrected text streams while it
 * is written. What can be done before that is done while upstream streams ({@link Aligner#begin}). All partial responses
 * together are the final text, character for character; if the final response has none, but pieces were streamed, as some
 * models do beside tool calls, they are what is corrected. Thinking and tool calls stream as they come, subject to {@link
 * AlignmentOptions}; raw provider events pass as long as they can't quote the answer.
 *
 * <p>The handler is called on one thread for each stream, which is neither the caller's nor upstream's. Exceptions that it
 * throws go to its {@code onError}, and the stream goes on; an {@link Error} ends it. Cancelling through the {@code
 * StreamingHandle} cancels the upstream model and the Aligner; nothing is heard afterwards. A failed upstream stream ends
 * with its error, its half answer unheard; a failed correction ends with an {@link io.github.aligner4j.AlignerException} in
 * {@code onError}, whatever the Aligner threw. If more streams run than the {@linkplain AlignedModelBuilder#executor
 * executor} takes, the stream ends with such an exception too.
 *
 * <p>On LangChain4j 1.20 and later, {@code chat(ChatRequest)} returns a publisher of the same events; each subscriber's
 * demand is honoured, and cancelling a subscription cancels the upstream model and the Aligner.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // of publishers, whose events have a type since LangChain4j 1.20 only
public final class AlignedStreamingChatModel implements StreamingChatModel, AligningModel<StreamingChatModel> {

    private final StreamingChatModel upstream;
    private final Aligner aligner;
    private final AlignmentOptions options;
    private final Executor executor;
    private final Delegation delegation;
    private final ResponseCorrector correction;

    private AlignedStreamingChatModel(
            StreamingChatModel upstream, Aligner aligner, AlignmentOptions options, Executor executor) {
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
    public static AlignedStreamingChatModel wrap(StreamingChatModel upstream, Aligner aligner) {
        return builder(upstream, aligner).build();
    }

    /** Starts an aligned model with options. */
    public static AlignedModelBuilder<AlignedStreamingChatModel> builder(StreamingChatModel upstream, Aligner aligner) {
        Objects.requireNonNull(upstream, "upstream");
        Objects.requireNonNull(aligner, "aligner");
        return new AlignedModelBuilder<>((options, executor) ->
                upstream instanceof AlignedStreamingChatModel aligned && aligned.alreadyAlignedBy(aligner, options)
                        ? aligned
                        : new AlignedStreamingChatModel(upstream, aligner, options, executor));
    }

    /** Returns the model under all alignment. */
    public static StreamingChatModel unwrap(StreamingChatModel model) {
        return model instanceof AlignedStreamingChatModel aligned ? unwrap(aligned.upstream) : model;
    }

    private boolean alreadyAlignedBy(Aligner aligner, AlignmentOptions options) {
        return SameAligner.corrects(this, aligner, options)
                || (upstream instanceof AlignedStreamingChatModel inner && inner.alreadyAlignedBy(aligner, options));
    }

    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
        start(request, null, handler, Cancellation.create());
    }

    @Override
    public void chat(ChatRequest request, ChatRequestOptions requestOptions, StreamingChatResponseHandler handler) {
        start(request, requestOptions, handler, Cancellation.create());
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        new AlignedCall(this, Cancellation.create()).doChat(request, handler);
    }

    /**
     * Overrides LangChain4j 1.20's method of the same name, so that its publisher's events are those of a corrected answer.
     * Nothing is asked before there is a subscriber, and each one is an answer of its own.
     *
     * @return a {@code Flow.Publisher<ChatModelStreamingEvent>}, a type that LangChain4j 1.19 does not have
     */
    @SuppressWarnings("MissingOverride")
    public Flow.Publisher chat(ChatRequest request) {
        return new AlignedPublisher((handler, cancellation) -> start(request, null, handler, cancellation));
    }

    /** Overrides LangChain4j 1.20's method of the same name, likewise. */
    @SuppressWarnings("MissingOverride")
    public Flow.Publisher doChat(ChatRequest request) {
        return new AlignedPublisher(
                (handler, cancellation) -> new AlignedCall(this, cancellation).doChat(request, handler));
    }

    private void start(
            ChatRequest request,
            @Nullable ChatRequestOptions requestOptions,
            StreamingChatResponseHandler handler,
            Cancellation cancellation) {
        AlignedCall call = new AlignedCall(this, cancellation);
        if (delegation.alignedView()) {
            call.chat(request, requestOptions == null ? ChatRequestOptions.EMPTY : requestOptions, handler);
        } else if (requestOptions != null && delegation.takesOptions()) {
            call.align(request, handler, events -> upstream.chat(request, requestOptions, events));
        } else {
            call.align(request, handler, events -> upstream.chat(request, events));
        }
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
    public StreamingChatModel upstream() {
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

    ResponseCorrector correction() {
        return correction;
    }

    Executor executor() {
        return executor;
    }
}
