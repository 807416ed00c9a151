// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One call of a LangChain4j model that answers at once: without an Aligner, and with Aligners that change nothing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class LangChain4jBenchmark {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from(Subjects.QUESTION)).build();
    private static final ChatResponse RESPONSE =
            ChatResponse.builder().aiMessage(AiMessage.from(Subjects.ANSWER)).build();

    /** {@code none} is the baseline, the bare upstream model. */
    @Param({"none", "aligner", "1", "3"})
    public String layers = "none";

    private ChatModel model = new Upstream();
    private StreamingChatModel streaming = new StreamingUpstream();

    /** Wraps the models. */
    @Setup
    public void wrap() {
        if (!layers.equals("none")) {
            model = AlignedChatModel.wrap(model, Subjects.passThrough(layers));
            streaming = AlignedStreamingChatModel.wrap(streaming, Subjects.passThrough(layers));
        }
    }

    /** A blocking call. */
    @Benchmark
    public ChatResponse call() {
        return model.chat(REQUEST);
    }

    /** From the request to the complete response; an aligned stream is handed over to a thread of its own. */
    @Benchmark
    public ChatResponse stream() {
        CompletableFuture<ChatResponse> response = new CompletableFuture<>();
        streaming.chat(REQUEST, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {}

            @Override
            public void onCompleteResponse(ChatResponse complete) {
                response.complete(complete);
            }

            @Override
            public void onError(Throwable error) {
                response.completeExceptionally(error);
            }
        });
        return response.join();
    }

    private static final class Upstream implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return RESPONSE;
        }
    }

    private static final class StreamingUpstream implements StreamingChatModel {

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            Subjects.PIECES.forEach(handler::onPartialResponse);
            handler.onCompleteResponse(RESPONSE);
        }
    }
}
