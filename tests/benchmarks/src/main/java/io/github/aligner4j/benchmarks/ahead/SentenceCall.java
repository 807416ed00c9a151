// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.ahead;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import io.github.aligner4j.langchain4j.AlignmentOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One answer that streams through an aligned model to a user, who waits for its first sentence. */
final class SentenceCall implements StreamingChatResponseHandler {

    private final CompletableFuture<String> corrected = new CompletableFuture<>();
    private volatile long first;
    private volatile long last;

    /**
     * The times that a user waits, in milliseconds.
     *
     * @param first from the end of the upstream model's first sentence to the first corrected text
     * @param last from the upstream model's last token to the whole correction
     */
    record Waits(double first, double last) {}

    private SentenceCall() {}

    static Waits run(Aligner aligner, StreamingPolicy policy, String answer, int tokensPerSecond) {
        PacedUpstream upstream = new PacedUpstream(answer, tokensPerSecond);
        SentenceCall call = new SentenceCall();
        long started = System.nanoTime();
        AlignedStreamingChatModel.builder(upstream, aligner)
                .options(AlignmentOptions.DEFAULT.withStreaming(policy))
                .build()
                .chat(ChatRequest.builder().messages(UserMessage.from("How?")).build(), call);
        if (call.corrected.join().isBlank()) {
            throw new IllegalStateException("the answer was not corrected; nothing was measured");
        }
        int sentence = answer.indexOf('.') / Texts.TOKEN_CHARACTERS + 1;
        long written = started + TimeUnit.SECONDS.toNanos(sentence) / tokensPerSecond;
        return new Waits(millis(call.first - written), millis(call.last - upstream.ended()));
    }

    private static double millis(long nanos) {
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
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
        corrected.complete(complete.aiMessage().text());
    }

    @Override
    public void onError(Throwable error) {
        corrected.completeExceptionally(error);
    }
}
