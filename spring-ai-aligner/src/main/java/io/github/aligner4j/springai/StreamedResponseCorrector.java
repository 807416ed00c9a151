// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.AnswerPolicy.Form;
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
import org.springframework.ai.chat.model.Generation;
import reactor.core.publisher.Flux;

/** Corrects one streamed response: as much as possible before it has ended, and the rest then. */
final class StreamedResponseCorrector implements BufferedStream.Handler {

    private final StreamedRequest streamed;
    private final Alignment alignment;
    private final ChatClientRequest request;
    private final Asking asking;
    private final AnswerPolicy policy;
    private final EagerCorrection eager;
    private int eagerIndex = StreamedResponse.NONE;
    private volatile List<String> originals = List.of();
    private volatile @Nullable UpstreamChain upstream;
    private volatile @Nullable AnswerInSentences sentences;

    StreamedResponseCorrector(StreamedRequest streamed, Executor executor, Asking asking) {
        this.streamed = streamed;
        this.alignment = streamed.alignment();
        this.request = streamed.request();
        this.asking = asking;
        this.policy = streamed.policy();
        this.eager = alignment.corrector().begin(policy, () -> CorrectionRequests.of(request, alignment), executor);
    }

    @Override
    public void onStart(BufferedStream stream, Cancellation cancellation, Executor executor) {
        if (streamed.isInSentences()) {
            eager.close();
            sentences = new AnswerInSentences(streamed, policy, stream, cancellation, executor);
        }
    }

    @Override
    public void onChunk(ChatClientResponse chunk) {
        AnswerInSentences live = sentences;
        if (live == null) {
            showEager(chunk);
        } else {
            live.onChunk(chunk);
        }
    }

    /** Shows the Aligner the answer, without thinking; of several generations, the one that begins first. */
    private void showEager(ChatClientResponse chunk) {
        List<Generation> results = StreamedResponse.results(chunk);
        for (int i = 0; i < results.size(); i++) {
            String text = Generations.answer(results.get(i));
            int index = Generations.index(results.get(i), i);
            if (!text.isEmpty() && (eagerIndex == StreamedResponse.NONE || eagerIndex == index)) {
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
        AnswerInSentences live = sentences;
        List<ChatClientResponse> unsent = live == null ? chunks : live.withoutShown(chunks);
        List<ChatClientResponse> kept = alignment.options().keepsThinking() ? unsent : Thoughts.removedFrom(unsent);
        int released = live == null ? StreamedResponse.NONE : live.index();
        StreamedResponse response = StreamedResponse.of(kept, released);
        originals = response.answers();
        boolean policed = response.hasToolCalls() && released == StreamedResponse.NONE;
        switch (policed ? alignment.options().toolCallText() : ToolCallTextPolicy.ALIGN) {
            case PASS -> kept.forEach(out);
            case DROP -> sendWithoutText(response, out);
            case ALIGN -> correct(response, streamed.limits().withCancellation(cancellation), out);
        }
    }

    private void correct(StreamedResponse response, CorrectionContext cancellable, Consumer<ChatClientResponse> out) {
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
        CorrectionContext limits = again.mayReplace() ? cancellable.withUpstream(again) : cancellable;
        AnswerInSentences live = sentences;
        List<Correction> corrections = new ArrayList<>();
        ResponseSender sender = new ResponseSender(response, again, out);
        for (String answer = sender.next(); answer != null; answer = sender.next()) {
            Correction correction = live != null && live.index() == sender.index()
                    ? live.complete(answer, policyOf(response, live.index(), corrector))
                    : corrector.correct(answer, limits.withListener(sender::write), eager);
            if (!corrector.passes(answer)) {
                corrections.add(correction);
            }
        }
        ChatClientResponse last = sender.last();
        boolean cutShort = live != null && live.isCutShort();
        out.accept(AdvisorContext.withCorrections(cutShort ? Generations.filtered(last) : last, corrections));
    }

    private static AnswerPolicy policyOf(StreamedResponse response, int index, RequestCorrector corrector) {
        AnswerPolicy policy = corrector.policy();
        return response.isFiltered(index) ? policy.withForm(Form.UNTOUCHED) : policy;
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
        AnswerInSentences live = sentences;
        if (live != null) {
            texts.add(live.text());
        }
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
        AnswerInSentences live = sentences;
        if (live != null) {
            live.close();
        }
    }

    /** Sends a request through the rest of the advisor chain. */
    @FunctionalInterface
    interface Asking {

        /** Returns the chunks of the response to {@code request}; ends early as {@code context} says. */
        List<ChatClientResponse> ask(ChatClientRequest request, CorrectionContext context);
    }
}
