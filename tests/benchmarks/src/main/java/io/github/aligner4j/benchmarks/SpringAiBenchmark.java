// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks;

import io.github.aligner4j.springai.AlignerAdvisors;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/**
 * One call of a Spring AI chat client whose model answers at once: without an Aligner, and with Aligners that change
 * nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpringAiBenchmark {

    private static final ChatResponse RESPONSE = response(Subjects.ANSWER);
    private static final List<ChatResponse> CHUNKS =
            Subjects.PIECES.stream().map(SpringAiBenchmark::response).toList();

    /**
     * {@code none} is the baseline, the bare chat client; {@code empty} has as many advisors as ours, two, that do nothing.
     */
    @Param({"none", "empty", "aligner", "1", "3"})
    public String layers = "none";

    private ChatClient client = ChatClient.create(new Upstream());

    /** Adds the advisors. */
    @Setup
    public void advise() {
        if (layers.equals("empty")) {
            client = client.mutate()
                    .defaultAdvisors(new EmptyAdvisor("first", 0), new EmptyAdvisor("last", 1))
                    .build();
        } else if (!layers.equals("none")) {
            client = client.mutate()
                    .defaultAdvisors(AlignerAdvisors.of(Subjects.passThrough(layers)))
                    .build();
        }
    }

    /** A blocking call. */
    @Benchmark
    public @Nullable String call() {
        return client.prompt(Subjects.QUESTION).call().content();
    }

    /** From the request to the end of the stream; an aligned stream is handed over to a thread of its own. */
    @Benchmark
    public @Nullable String stream() {
        return client.prompt(Subjects.QUESTION).stream().content().blockLast();
    }

    private static ChatResponse response(String text) {
        return new ChatResponse(List.of(new Generation(new AssistantMessage(text))));
    }

    private static final class Upstream implements ChatModel {

        @Override
        public ChatResponse call(Prompt prompt) {
            return RESPONSE;
        }

        @Override
        public Flux<ChatResponse> stream(Prompt prompt) {
            return Flux.fromIterable(CHUNKS);
        }
    }
}
