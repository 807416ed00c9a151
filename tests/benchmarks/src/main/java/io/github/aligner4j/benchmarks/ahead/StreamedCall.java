// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.ahead;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import java.util.concurrent.CompletableFuture;

/** One answer that streams through an aligned model to a user. */
final class StreamedCall implements StreamingChatResponseHandler {

    /**
     * Times from the upstream's last token, in nanoseconds.
     *
     * @param first until the user has the first piece of corrected text
     * @param last until the user has the complete response
     * @param processorBefore processor time of the process until the upstream's last token
     * @param processorAfter processor time of the process until the complete response
     */
    record Waits(long first, long last, long processorBefore, long processorAfter) {}

    private final CompletableFuture<String> corrected = new CompletableFuture<>();
    private volatile long first;
    private volatile long last;
    private volatile long processorAfter;

    private StreamedCall() {}

    /** Streams an answer of {@code tokens} tokens, and waits for its correction. */
    static Waits run(Aligner aligner, Texts texts, int tokens, int tokensPerSecond) {
        PacedUpstream upstream = new PacedUpstream(texts.answer(tokens), tokensPerSecond);
        StreamedCall call = new StreamedCall();
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from(texts.question()))
                .build();
        AlignedStreamingChatModel.wrap(upstream, aligner).chat(request, call);
        String corrected = call.corrected.join();
        if (corrected.isBlank() || call.first < upstream.ended()) {
            throw new IllegalStateException("the answer was not corrected after its end; nothing was measured");
        }
        return new Waits(
                call.first - upstream.ended(),
                call.last - upstream.ended(),
                upstream.processorBefore(),
                call.processorAfter);
    }

    @Override
    public void onPartialResponse(String piece) {
        if (first == 0) {
            first = System.nanoTime();
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
        last = System.nanoTime();
        processorAfter = ProcessorTime.now();
        corrected.complete(complete.aiMessage().text());
    }

    @Override
    public void onError(Throwable error) {
        corrected.completeExceptionally(error);
    }
}
