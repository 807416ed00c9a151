// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.TokenUsage;
import io.github.aligner4j.langchain4j.ScriptedStreamingChatModel.Script;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

import static io.github.aligner4j.langchain4j.RepromptTest.MESSAGE;
import static io.github.aligner4j.langchain4j.RepromptTest.picky;
import static io.github.aligner4j.langchain4j.RepromptTest.response;
import static io.github.aligner4j.langchain4j.RepromptTest.stack;
import static org.assertj.core.api.Assertions.assertThat;

/** A layer that fails has the upstream model of a stream answer again. */
class StreamRepromptTest {

    private static final String REFUSAL = "I can't answer that.";
    private static final Script RUDE = ScriptedStreamingChatModel.answers("you ", "idiot");

    private final RecordingHandler handler = new RecordingHandler();
    private final StreamTasks tasks = new StreamTasks();

    private void chat(ScriptedStreamingChatModel upstream, ChatRequest request) {
        AlignedStreamingChatModel.builder(upstream, stack(picky(), 1))
                .executor(tasks)
                .build()
                .chat(request, handler);
    }

    @Test
    void the_new_answer_is_streamed_corrected_and_nothing_of_the_first() {
        ScriptedStreamingChatModel upstream =
                new ScriptedStreamingChatModel(RUDE, ScriptedStreamingChatModel.answers("yes, ", "friend"));

        chat(upstream, request());

        assertThat(handler.await().aiMessage().text()).isEqualTo("YES, FRIEND");
        assertThat(handler.text()).isEqualTo("YES, FRIEND");
        assertThat(upstream.requests.get(1).messages())
                .containsExactly(UserMessage.from("hi"), AiMessage.from("you idiot"), UserMessage.from(MESSAGE));
    }

    @Test
    void the_last_response_is_returned_with_the_usage_of_all() {
        chat(
                new ScriptedStreamingChatModel(
                        completes(response("you idiot", "a", new TokenUsage(1, 20))),
                        completes(response("yes", "b", new TokenUsage(300, 4000)))),
                request());

        assertThat(handler.await().metadata().id()).isEqualTo("b");
        assertThat(handler.await().tokenUsage()).isEqualTo(new TokenUsage(301, 4020));
    }

    @Test
    void a_new_answer_whose_response_does_not_repeat_its_text_is_that_text() {
        ChatResponse silent =
                ChatResponse.builder().aiMessage(AiMessage.builder().build()).build();
        chat(
                new ScriptedStreamingChatModel(RUDE, (events, handle) -> {
                    ScriptedStreamingChatModel.thinking(events, handle, "hm");
                    ScriptedStreamingChatModel.text(events, handle, "ye", "s");
                    events.onCompleteResponse(silent);
                }),
                request());

        assertThat(handler.await().aiMessage().text()).isEqualTo("YES");
        assertThat(handler.events).noneMatch(event -> event.startsWith("thinking"));
    }

    @Test
    void a_new_answer_that_fails_or_calls_tools_leaves_the_decision_to_the_policy() throws Exception {
        for (Script again : List.<Script>of(
                (events, handle) -> events.onError(new IllegalStateException("it quotes: you idiot")),
                (events, handle) -> events.onError(new Exception("it quotes: you idiot")),
                (events, handle) -> events.onCompleteResponse(null),
                (events, handle) -> {
                    events.onCompleteToolCall(new CompleteToolCall(0, RepromptTest.call()));
                    events.onCompleteResponse(ChatResponse.builder()
                            .aiMessage(AiMessage.from("wait", List.of(RepromptTest.call())))
                            .build());
                })) {
            RecordingHandler each = new RecordingHandler();

            AlignedStreamingChatModel.builder(new ScriptedStreamingChatModel(RUDE, again), stack(picky(), 1))
                    .executor(tasks)
                    .build()
                    .chat(request(), each);

            assertThat(each.await().aiMessage()).isEqualTo(AiMessage.from(REFUSAL));
            assertThat(each.text()).isEqualTo(REFUSAL);
            assertThat(each.events).noneMatch(event -> event.startsWith("tool"));
            tasks.join();
        }
    }

    @Test
    void cancelling_the_stream_cancels_the_new_answer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel(
                (events, handle) -> {
                    ScriptedStreamingChatModel.thinking(events, handle, "hm");
                    RUDE.accept(events, handle);
                },
                (events, handle) -> {
                    ScriptedStreamingChatModel.text(events, handle, "ye");
                    asked.countDown();
                });
        RecordingHandler cancelling = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle handle) {
                new Thread(() -> {
                            StreamRepromptTest.await(asked);
                            handle.cancel();
                        })
                        .start();
            }
        };

        AlignedStreamingChatModel.builder(upstream, stack(picky(), 1))
                .executor(tasks)
                .build()
                .chat(request(), cancelling);
        await(asked);
        tasks.join();

        assertThat(upstream.handles.get(1).isCancelled()).isTrue();
        assertThat(cancelling.events).containsExactly("thinking hm");
    }

    @Test
    void the_deadline_cancels_the_new_answer_and_leaves_the_decision_to_the_policy() {
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel(
                RUDE, (events, handle) -> ScriptedStreamingChatModel.text(events, handle, "never", "ending"));
        ChatRequest soon = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(AlignmentParameters.builder()
                        .deadline(Instant.now().plusMillis(1500))
                        .build())
                .build();

        chat(upstream, soon);

        assertThat(handler.await().aiMessage().text()).isEqualTo(REFUSAL);
        assertThat(upstream.handles.stream().skip(1)).allMatch(ScriptedStreamingChatModel.Handle::isCancelled);
    }

    @Test
    void a_far_deadline_is_no_limit() {
        ChatRequest far = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(AlignmentParameters.builder().deadline(Instant.MAX).build())
                .build();

        chat(new ScriptedStreamingChatModel(RUDE, ScriptedStreamingChatModel.answers("yes")), far);

        assertThat(handler.await().aiMessage().text()).isEqualTo("YES");
    }

    @Test
    void an_interrupt_of_the_streams_thread_ends_the_stream_and_cancels_the_new_answer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel(RUDE, (events, handle) -> {
            ScriptedStreamingChatModel.text(events, handle, "ye");
            asked.countDown();
        });

        chat(upstream, request());
        await(asked);
        tasks.threads.get(0).interrupt();

        assertThat(handler.awaitError()).hasMessageContaining("cancelled");
        tasks.join();
        assertThat(upstream.handles.get(1).isCancelled()).isTrue();
    }

    private static Script completes(ChatResponse response) {
        return (events, handle) -> events.onCompleteResponse(response);
    }

    private static ChatRequest request() {
        return ChatRequest.builder().messages(UserMessage.from("hi")).build();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
