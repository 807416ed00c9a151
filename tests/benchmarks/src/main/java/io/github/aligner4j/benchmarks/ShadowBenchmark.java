// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.ShadowQueue;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import java.util.concurrent.CountDownLatch;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One call of a LangChain4j model that answers at once: without an Aligner, and with a layer in shadow mode. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ShadowBenchmark {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from(Subjects.QUESTION)).build();
    private static final ChatResponse RESPONSE =
            ChatResponse.builder().aiMessage(AiMessage.from(Subjects.ANSWER)).build();

    private static final CorrectionRequest OBSERVED = CorrectionRequest.of(Subjects.QUESTION, Subjects.ANSWER);

    /**
     * {@code none} is the baseline, the bare upstream model; with {@code off} it is aligned by a layer that is off. The layer's Aligner returns every answer at once ({@code shadow}), or none,
     * so that the queue is always full ({@code stuck}). {@code outside}: hardly an answer is in the layer's share.
     */
    @Param({"none", "off", "shadow", "stuck", "outside"})
    public String layer = "none";

    private final CountDownLatch end = new CountDownLatch(1);
    private final ShadowQueue queue = ShadowQueue.builder().build();
    private AlignerStack stack = AlignerStack.builder("benchmark").build();
    private ChatModel model = new Upstream();

    /** Wraps the model and, if the layer is stuck, fills the queue. */
    @Setup
    public void wrap() {
        if (layer.equals("none")) {
            return;
        }
        LayerMode mode = layer.equals("off") ? LayerMode.OFF : LayerMode.SHADOW;
        RolloutState state = new RolloutState(mode, layer.equals("outside") ? 0.0001 : 1);
        Aligner aligner = layer.equals("stuck") ? stuck() : Subjects.passThrough("aligner");
        stack = AlignerStack.builder("benchmark")
                .layer(Layer.of("shadow", aligner).withRollout(Rollout.of(state)))
                .shadowQueue(queue)
                .build();
        model = AlignedChatModel.wrap(model, stack);
        if (layer.equals("stuck")) {
            fill();
        }
    }

    private void fill() {
        for (int i = 0; i <= 2 * queue.maxQueued(); i++) {
            model.chat(REQUEST);
        }
        if (queue.dropped() == 0) {
            throw new IllegalStateException("the queue is not full after " + 2 * queue.maxQueued() + " answers");
        }
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
        end.countDown();
        queue.close();
    }

    /** A blocking call. */
    @Benchmark
    public ChatResponse call() {
        return model.chat(REQUEST);
    }

    /** The part of it that the stack takes; the rest is the adapter's. */
    @Benchmark
    public boolean observe() {
        stack.observe(OBSERVED);
        return stack.corrects(OBSERVED);
    }

    private Aligner stuck() {
        return Aligner.of(request -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return request.answer();
        });
    }

    private static final class Upstream implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return RESPONSE;
        }
    }
}
