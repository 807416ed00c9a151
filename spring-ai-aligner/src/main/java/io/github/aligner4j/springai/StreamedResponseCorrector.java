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
    private final EagerCorrection eager;
    private int eagerIndex = NONE;
    private volatile List<String> originals = List.of();

    StreamedResponseCorrector(
            Alignment alignment, ChatClientRequest request, CorrectionContext context, Executor executor) {
        this.alignment = alignment;
        this.request = request;
        this.context = context;
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
        List<ChatClientResponse> received = alignment.options().keepsThinking() ? chunks : Thoughts.removedFrom(chunks);
        Consumer<ChatClientResponse> out = chunk -> downstream.accept(AdvisorContext.unclaim(chunk));
        StreamedResponse response = StreamedResponse.of(received);
        originals = response.answers();
        switch (response.hasToolCalls() ? alignment.options().toolCallText() : ToolCallTextPolicy.ALIGN) {
            case PASS -> received.forEach(out);
            case DROP -> sendWithoutText(received, response, out);
            case ALIGN -> {
                RequestCorrector corrector =
                        RequestCorrector.of(request, alignment, received.get(received.size() - 1), response.hasToolCalls());
                if (corrector.passesAll()) {
                    received.forEach(out);
                } else {
                    sendCorrected(response, corrector, context.withCancellation(cancellation), out);
                }
            }
        }
    }

    private void sendCorrected(
            StreamedResponse response,
            RequestCorrector corrector,
            CorrectionContext cancellable,
            Consumer<ChatClientResponse> out) {
        List<Correction> corrections = new ArrayList<>();
        StreamedResponse.Resending resending = response.resend(out);
        for (String answer = resending.next(); answer != null; answer = resending.next()) {
            Correction correction = corrector.correct(answer, cancellable.withListener(resending::write), eager);
            if (!corrector.passes(answer)) {
                corrections.add(correction);
            }
        }
        out.accept(AdvisorContext.withCorrections(resending.last(), corrections));
    }

    /**
     * A tool loop keeps chunks with tool calls to itself, so that the text is dropped if it is all in one chunk with them.
     * Without a loop the caller gets the chunks, without text.
     */
    private void sendWithoutText(
            List<ChatClientResponse> chunks, StreamedResponse response, Consumer<ChatClientResponse> out) {
        if (AdvisorContext.hasToolLoop(request)) {
            new ChatClientMessageAggregator()
                    .aggregateChatClientResponse(Flux.fromIterable(chunks), out)
                    .blockLast();
        } else {
            StreamedResponse.Resending resending = response.resend(out);
            while (resending.next() != null) {
                // The answer is dropped.
            }
            out.accept(resending.last());
        }
    }

    @Override
    public Throwable sanitize(Throwable failure) {
        List<String> texts = new ArrayList<>(originals);
        CorrectionRequest asked = CorrectionRequests.of(request, alignment);
        texts.add(asked.question());
        texts.addAll(asked.context());
        return new FailureSanitizer(RepeatedText.of(texts)).sanitize(failure);
    }

    @Override
    public void close() {
        eager.close();
    }
}
