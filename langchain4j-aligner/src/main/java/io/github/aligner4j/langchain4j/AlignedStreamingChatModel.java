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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * A {@link StreamingChatModel} whose answers an {@link Aligner} has corrected; otherwise indistinguishable from its upstream
 * model. What changes and what stays is told at {@link AlignedChatModel}.
 *
 * <p>An Aligner reads the whole answer, so no text leaves before upstream is done; then the corrected text streams while it
 * is written. What can be done before that is done while upstream streams ({@link Aligner#begin}). All partial responses together are the final text, character for character. Thinking and tool calls stream as
 * they come, subject to {@link AlignmentOptions}; raw provider events pass.
 *
 * <p>The handler is called on one thread for each stream, which is neither the caller's nor upstream's. Exceptions that it
 * throws go to its {@code onError}, and the stream goes on. Cancelling through the {@code StreamingHandle} cancels the
 * upstream model and the Aligner; nothing is heard afterwards. A failed upstream stream ends with its error, its half answer
 * unheard; a failed correction ends with an {@link io.github.aligner4j.AlignerException} in {@code onError}.
 *
 * <p>On LangChain4j 1.20, {@code chat(ChatRequest)} with its publisher is not supported and says so.
 */
public final class AlignedStreamingChatModel implements StreamingChatModel, AligningModel<StreamingChatModel> {

    private final StreamingChatModel upstream;
    private final Aligner aligner;
    private final AlignmentOptions options;
    private final Executor executor;
    private final Delegation delegation;
    private final AnswerCorrection correction;

    private AlignedStreamingChatModel(
            StreamingChatModel upstream, Aligner aligner, AlignmentOptions options, Executor executor) {
        this.upstream = upstream;
        this.aligner = aligner;
        this.options = options;
        this.executor = executor;
        this.delegation = Delegation.of(upstream);
        this.correction = new AnswerCorrection(aligner, options, upstream::defaultRequestParameters);
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
        if (delegation.alignedView()) {
            StreamingChatModel.super.chat(request, handler);
        } else {
            upstream.chat(request, aligned(request, handler));
        }
    }

    @Override
    public void chat(ChatRequest request, ChatRequestOptions requestOptions, StreamingChatResponseHandler handler) {
        if (delegation.alignedView()) {
            StreamingChatModel.super.chat(request, requestOptions, handler);
        } else if (delegation.takesOptions()) {
            upstream.chat(request, requestOptions, aligned(request, handler));
        } else {
            upstream.chat(request, aligned(request, handler));
        }
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        if (delegation.alignedView()) {
            upstream.doChat(request, aligned(request, handler));
        } else {
            upstream.chat(request, aligned(request, handler));
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

    private StreamingChatResponseHandler aligned(ChatRequest request, StreamingChatResponseHandler handler) {
        return new UpstreamEvents(new AlignedStream(correction, request, handler, executor));
    }
}
