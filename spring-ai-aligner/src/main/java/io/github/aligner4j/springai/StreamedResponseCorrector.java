package io.github.aligner4j.springai;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.EagerCorrection;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientMessageAggregator;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import reactor.core.publisher.Flux;

/** Corrects one streamed response: as much as possible before it has ended, and the rest then. */
final class StreamedResponseCorrector implements BufferedStream.Handler {

    private static final int NONE = -1;

    private final Alignment alignment;
    private final ChatClientRequest request;
    private final CorrectionContext context;
    private final Asking asking;
    private final EagerCorrection eager;
    private int eagerIndex = NONE;
    private volatile List<String> originals = List.of();
    private volatile @Nullable UpstreamChain upstream;

    StreamedResponseCorrector(
            StreamedRequest streamed, Executor executor, Asking asking) {
        this.alignment = streamed.alignment();
        this.request = streamed.request();
        this.context = streamed.limits();
        this.asking = asking;
        boolean requested = RequestedFormat.of(request) != RequestedFormat.NONE;
        AnswerPolicy policy = AnswerPolicy.DEFAULT
                .withForm(alignment.options().structuredOutput().form(requested))
                .withThinkingOpened(alignment.options().thinkingOpened());
        this.eager = alignment.corrector().begin(policy, () -> CorrectionRequests.of(request, alignment), executor);
    }

    /** Shows the Aligner the answer, without thinking; of several generations, the one that begins first. */
    @Override
    public void onChunk(ChatClientResponse chunk) {
        ChatResponse response = chunk.chatResponse();
        List<Generation> results = response == null ? List.of() : response.getResults();
        for (int i = 0; i < results.size(); i++) {
            String text = Generations.answer(results.get(i));
            int index = Generations.index(results.get(i), i);
            if (!text.isEmpty() && (eagerIndex == NONE || eagerIndex == index)) {
                eagerIndex = index;
                eager.append(text);
            }
        }
    }

    @Override
    public void onComplete(
            List<ChatClientResponse> chunks, Cancellation cancellation, Consumer<ChatClientResponse> downstream) {
        if (chunks.isEmpty()) {
            return;
        }
        Consumer<ChatClientResponse> out = chunk -> downstream.accept(AdvisorContext.unclaim(chunk));
        List<ChatClientResponse> kept =
                alignment.options().keepsThinking() ? chunks : Thoughts.removedFrom(chunks);
        StreamedResponse response = StreamedResponse.of(kept);
        originals = response.answers();
        switch (response.hasToolCalls() ? alignment.options().toolCallText() : ToolCallTextPolicy.ALIGN) {
            case PASS -> kept.forEach(out);
            case DROP -> sendWithoutText(response, out);
            case ALIGN -> correct(response, context.withCancellation(cancellation), out);
        }
    }

    private void correct(
            StreamedResponse response, CorrectionContext cancellable, Consumer<ChatClientResponse> out) {
        List<ChatClientResponse> chunks = response.chunks();
        RequestCorrector corrector =
                RequestCorrector.of(request, alignment, chunks.get(chunks.size() - 1), response.hasToolCalls());
        if (corrector.passesAll()) {
            chunks.forEach(out);
            return;
        }
        UpstreamChain again = new UpstreamChain(
                request, alignment.options(), cancellable, asked -> asking.ask(asked, cancellable), response);
        upstream = again;
        CorrectionContext asking = again.mayReplace() ? cancellable.withUpstream(again) : cancellable;
        List<Correction> corrections = new ArrayList<>();
        Sending sending = new Sending(response, again, out);
        for (String answer = sending.next(); answer != null; answer = sending.next()) {
            Correction correction = corrector.correct(answer, asking.withListener(sending::write), eager);
            if (!corrector.passes(answer)) {
                corrections.add(correction);
            }
        }
        out.accept(AdvisorContext.withCorrections(sending.last(), corrections));
    }

    /**
     * A tool loop keeps chunks with tool calls to itself, so that the text is dropped if it is all in one chunk with them.
     * Without a loop the caller gets the chunks, without text.
     */
    private void sendWithoutText(StreamedResponse response, Consumer<ChatClientResponse> out) {
        if (AdvisorContext.hasToolLoop(request)) {
            new ChatClientMessageAggregator()
                    .aggregateChatClientResponse(Flux.fromIterable(response.chunks()), out)
                    .blockLast();
            return;
        }
        StreamedResponse.Resending resending = response.resend(out);
        while (resending.next() != null) {
            // The answer is dropped.
        }
        out.accept(resending.last());
    }

    @Override
    public Throwable sanitize(Throwable failure) {
        List<String> texts = new ArrayList<>(originals);
        UpstreamChain asked = upstream;
        if (asked != null) {
            texts.addAll(asked.response().answers());
        }
        CorrectionRequest question = CorrectionRequests.of(request, alignment);
        texts.add(question.question());
        texts.addAll(question.context());
        return new FailureSanitizer(RepeatedText.of(texts)).sanitize(failure);
    }

    @Override
    public void close() {
        eager.close();
    }

    /** Sends a request through the rest of the advisor chain. */
    @FunctionalInterface
    interface Asking {

        /** Returns the chunks of the response to {@code request}; ends early as {@code context} says. */
        List<ChatClientResponse> ask(ChatClientRequest request, CorrectionContext context);
    }

    /** Sends a response with its answers replaced; if the upstream model was asked again, its last response goes on in its place. */
    private static final class Sending {

        private final UpstreamChain upstream;
        private final Consumer<ChatClientResponse> out;
        private StreamedResponse.Resending resending;
        private boolean switched;

        Sending(StreamedResponse response, UpstreamChain upstream, Consumer<ChatClientResponse> out) {
            this.upstream = upstream;
            this.out = out;
            this.resending = response.resend(out);
        }

        @Nullable String next() {
            follow();
            return resending.next();
        }

        void write(String piece) {
            follow();
            resending.write(piece);
        }

        ChatClientResponse last() {
            return resending.last();
        }

        private void follow() {
            if (upstream.reprompted() && !switched) {
                switched = true;
                resending = upstream.response().resend(out);
                resending.next();
            }
        }
    }
}
