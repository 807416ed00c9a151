// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers that no layer corrects pass as they come; layers in the mode shadow observe them. */
class UncorrectedAnswersTest {

    private final ScriptedAligner civil = ScriptedAligner.replacing("idiot", "friend");
    private final Rollout rollout = Rollout.of(new RolloutState(LayerMode.SHADOW, 1));
    private final BlockingQueue<LayerEvent> observed = new LinkedBlockingQueue<>();
    private final AlignerStack stack = AlignerStack.builder("test")
            .layer(Layer.of("civil", civil).withRollout(rollout))
            .listener(new CorrectionListener() {
                @Override
                public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {}

                @Override
                public void onShadow(String stack, CorrectionRequest request, LayerEvent event) {
                    observed.add(event);
                }
            })
            .build();

    @Test
    void a_blocking_answer_passes_and_is_observed() throws Exception {
        ChatResponse answer = ScriptedChatModel.response("you idiot");

        ChatResponse response =
                AlignedChatModel.wrap(new ScriptedChatModel(answer), stack).chat(request("hi"));

        assertThat(response).isSameAs(answer);
        assertObserved("you idiot", "you friend");
    }

    @Test
    void a_stream_passes_piece_by_piece_and_is_observed() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        RecordingHandler handler = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle handle) {
                received.countDown();
            }
        };
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel((events, handle) -> {
            ScriptedStreamingChatModel.text(events, handle, "you ");
            await(received);
            ScriptedStreamingChatModel.text(events, handle, "idiot");
            events.onCompleteResponse(ScriptedChatModel.response("you idiot"));
        });

        AlignedStreamingChatModel.wrap(upstream, stack).chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo("you idiot");
        assertThat(handler.texts).containsExactly("you ", "idiot");
        assertThat(handler.threads).isSubsetOf(upstream.threads);
        assertObserved("you idiot", "you friend");
    }

    @Test
    void a_stream_whose_response_does_not_repeat_the_text_is_observed_too() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel((events, handle) -> {
            events.onPartialResponse("you ");
            events.onPartialResponse("idiot");
            events.onCompleteResponse(ChatResponse.builder()
                    .aiMessage(AiMessage.builder().build())
                    .build());
        });

        AlignedStreamingChatModel.wrap(upstream, stack).chat("hi", handler);

        handler.await();
        assertObserved("you idiot", "you friend");
    }

    @Test
    void a_failing_observation_fails_no_call() throws Exception {
        civil.failNext(new IllegalStateException("broken"));
        RecordingHandler handler = new RecordingHandler();

        assertThat(AlignedChatModel.wrap(new ScriptedChatModel("you idiot"), stack)
                        .chat("hi"))
                .isEqualTo("you idiot");
        assertThat(next().failure()).isNotNull();
        civil.failNext(new IllegalStateException("broken"));
        AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("you ", "idiot"), stack)
                .chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo("you idiot");
        assertThat(next().failure()).isNotNull();
    }

    @Test
    void a_handler_that_throws_at_the_end_does_not_hide_the_answer_from_the_layer() throws Exception {
        RecordingHandler handler = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle handle) {
                if (event.equals("complete")) {
                    throw new IllegalStateException("broken");
                }
            }
        };

        AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("you ", "idiot"), stack)
                .chat("hi", handler);

        handler.await();
        assertObserved("you idiot", "you friend");
    }

    @Test
    void an_enforced_layer_corrects_the_next_answer() {
        AlignedChatModel model = AlignedChatModel.wrap(new ScriptedChatModel("you idiot"), stack);
        model.chat("hi");

        rollout.set(RolloutState.ENFORCE);

        assertThat(model.chat("hi")).isEqualTo("you friend");
    }

    @Test
    void an_answer_of_a_chain_that_is_switched_off_passes() {
        rollout.set(new RolloutState(LayerMode.OFF, 1));
        RecordingHandler handler = new RecordingHandler();

        AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("you ", "idiot"), stack)
                .chat("hi", handler);

        handler.await();
        assertThat(handler.texts).containsExactly("you ", "idiot");
        assertThat(civil.requests()).isEmpty();
    }

    @Test
    void dropped_thinking_stays_dropped() throws Exception {
        AlignmentOptions options = AlignmentOptions.DEFAULT.withThinking(ThinkingPolicy.DROP);
        AiMessage thoughtful = AiMessage.builder()
                .text("<think>what an idiot</think>you idiot")
                .thinking("hm")
                .build();
        RecordingHandler handler = new RecordingHandler();

        ChatResponse response = AlignedChatModel.builder(
                        new ScriptedChatModel(
                                ChatResponse.builder().aiMessage(thoughtful).build()),
                        stack)
                .options(options)
                .build()
                .chat(request("hi"));
        AlignedStreamingChatModel.builder(
                        new ScriptedStreamingChatModel(ScriptedStreamingChatModel.answers(thoughtful)), stack)
                .options(options)
                .build()
                .chat("hi", handler);

        assertThat(response.aiMessage()).isEqualTo(AiMessage.from("you idiot"));
        assertThat(handler.await().aiMessage()).isEqualTo(AiMessage.from("you idiot"));
        assertThat(handler.text()).isEqualTo("you idiot");
        assertThat(handler.events).noneMatch(event -> event.startsWith("thinking"));
        assertObserved("you idiot", "you friend");
    }

    private static ChatRequest request(String question) {
        return ChatRequest.builder().messages(UserMessage.from(question)).build();
    }

    private void assertObserved(String original, String corrected) throws InterruptedException {
        assertThat(Objects.requireNonNull(next().correction())).satisfies(correction -> {
            assertThat(correction.original()).isEqualTo(original);
            assertThat(correction.answer()).isEqualTo(corrected);
        });
    }

    private LayerEvent next() throws InterruptedException {
        return Objects.requireNonNull(observed.poll(20, TimeUnit.SECONDS), "no layer observed the answer");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the handler received no text before the answer was complete");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
