// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chat;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatEndpointModel.Reply;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.UnsafePromptException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChatEndpointModelTest {

    private final CountDownLatch asked = new CountDownLatch(1);

    /** Waits for ever, as HTTP clients do, and fails when interrupted, its caller's flag cleared or not. */
    private Reply hang(boolean keepsFlag) {
        asked.countDown();
        try {
            if (!new CountDownLatch(1).await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody interrupted the endpoint");
            }
        } catch (InterruptedException e) {
            if (keepsFlag) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("prompt text", e);
        }
        throw new AssertionError();
    }

    @Test
    void an_endpoint_that_hangs_is_interrupted_at_the_deadline() {
        for (boolean keepsFlag : new boolean[] {true, false}) {
            ChatCompletionRequest request =
                    request().deadline(Instant.now().plusMillis(20)).build();
            assertThatThrownBy(() -> model(keepsFlag).complete(request))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageNotContaining("prompt text");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void an_endpoint_that_hangs_is_interrupted_when_its_call_is_cancelled() {
        for (boolean keepsFlag : new boolean[] {true, false}) {
            Cancellation cancellation = Cancellation.create();
            Thread cancelling = new Thread(() -> {
                awaitAsked();
                cancellation.cancel();
            });
            cancelling.start();
            assertThatThrownBy(() -> model(keepsFlag)
                            .complete(request().cancellation(cancellation).build()))
                    .isInstanceOf(CorrectionCancelledException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void a_caller_that_is_interrupted_from_outside_stays_so() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> model(true).complete(request().build()))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_call_that_ended_in_time_is_not_interrupted_later() {
        Cancellation cancellation = Cancellation.create();
        ChatCompletionRequest request = request()
                .cancellation(cancellation)
                .deadline(Instant.now().plusSeconds(60))
                .build();
        ChatEndpointModel model = model(() -> new Reply("fine", FinishReason.STOP, TokenUsage.NONE));
        assertThat(model.complete(request).text()).isEqualTo("fine");
        cancellation.cancel();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void the_latest_deadline_is_no_limit() {
        assertThat(model(() -> new Reply("fine", FinishReason.STOP, TokenUsage.NONE))
                        .complete(request().deadline(Instant.MAX).build())
                        .text())
                .isEqualTo("fine");
    }

    @Test
    @SuppressWarnings("NullAway")
    void no_reply_is_a_failure_that_says_so() {
        ChatEndpointModel model = model(() -> null);
        assertThatThrownBy(() -> model.complete(request().build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessageContaining("gave no text");
    }

    @Test
    void a_blank_prompt_is_refused_before_the_endpoint_sees_it() {
        assertThatThrownBy(() -> model(true)
                        .complete(ChatCompletionRequest.builder(List.of(user(" \n")))
                                .build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage("the prompt is blank, but a chat model needs text; check the template");
        assertThat(asked.getCount()).isEqualTo(1);
    }

    @Test
    void a_listener_that_cancels_the_call_or_interrupts_its_thread_ends_it() {
        Cancellation cancellation = Cancellation.create();
        ChatEndpointModel model = model(() -> new Reply("fine", FinishReason.STOP, TokenUsage.NONE));

        assertThatThrownBy(() -> model.complete(request()
                        .cancellation(cancellation)
                        .listener(text -> cancellation.cancel())
                        .build()))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThatThrownBy(() -> model.complete(request()
                        .listener(text -> Thread.currentThread().interrupt())
                        .build()))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void thinking_of_the_endpoints_model_is_no_part_of_the_text() {
        ChatEndpointModel model = model(() -> new Reply("<think>Hm.</think>fine", FinishReason.STOP, TokenUsage.NONE));
        List<String> heard = new ArrayList<>();

        assertThat(model.complete(request().listener(heard::add).build()).text())
                .isEqualTo("fine");
        assertThat(heard).containsExactly("fine");
    }

    @Test
    void an_action_that_fails_on_cancelling_keeps_no_other_from_running() {
        List<String> ran = new ArrayList<>();
        Cancellation cancellation = Cancellation.create();
        cancellation.onCancel(() -> {
            throw new IllegalStateException("prompt text");
        });
        cancellation.onCancel(() -> ran.add("second"));
        cancellation.cancel();
        cancellation.onCancel(() -> {
            throw new AssertionError("prompt text");
        });
        assertThat(ran).containsExactly("second");
    }

    @Test
    void a_reply_is_streamed_without_thinking_and_without_half_characters() {
        List<String> heard = new ArrayList<>();
        ChatEndpointModel model = streaming(stream -> {
            for (String chunk : List.of("<thi", "nk>Hm.</think>", "\n", "a \uD83D", "\uDE00", "", " b")) {
                stream.text(chunk);
            }
            stream.complete(new Reply(stream.received(), FinishReason.LENGTH, new TokenUsage(1, 2)));
        });

        Completion completion = model.complete(request().listener(heard::add).build());

        assertThat(heard).containsExactly("a ", "\uD83D\uDE00", " b");
        assertThat(completion.text()).isEqualTo("a \uD83D\uDE00 b");
        assertThat(completion.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(completion.usage()).isEqualTo(new TokenUsage(1, 2));
    }

    @Test
    void without_a_listener_the_endpoint_is_called_and_does_not_stream() {
        ChatEndpointModel model = streaming(stream -> stream.text("streamed"));

        assertThat(model.complete(request().build()).text()).isEqualTo("called");
    }

    @Test
    void a_reply_that_came_without_chunks_is_delivered_at_once() {
        List<String> heard = new ArrayList<>();
        ChatEndpointModel model =
                streaming(stream -> stream.complete(new Reply("fine", FinishReason.STOP, TokenUsage.NONE)));

        model.complete(request().listener(heard::add).build());

        assertThat(heard).containsExactly("fine");
    }

    @Test
    void a_stream_that_hangs_is_cancelled_at_the_deadline_and_when_its_call_is_cancelled() {
        List<String> cancelled = new CopyOnWriteArrayList<>();
        ChatEndpointModel model = streaming(stream -> {
            stream.onCancel(() -> cancelled.add("first"));
            stream.onCancel(() -> cancelled.add("second"));
            stream.text("begun");
        });
        Cancellation cancellation = Cancellation.create();

        assertThatThrownBy(() -> model.complete(request()
                        .listener(text -> {})
                        .deadline(Instant.now().plusMillis(20))
                        .build()))
                .isInstanceOf(DeadlineExceededException.class);
        assertThatThrownBy(() -> model.complete(request()
                        .listener(text -> cancellation.cancel())
                        .cancellation(cancellation)
                        .build()))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(cancelled).containsExactly("first", "first");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_stream_that_has_ended_is_not_cancelled() {
        List<String> cancelled = new CopyOnWriteArrayList<>();
        ChatEndpointModel model = streaming(stream -> {
            stream.onCancel(() -> cancelled.add("cancelled"));
            stream.complete(new Reply("fine", FinishReason.STOP, TokenUsage.NONE));
        });

        model.complete(request().listener(text -> {}).build());

        assertThat(cancelled).isEmpty();
    }

    @Test
    void a_stream_that_fails_halfway_fails_the_call_without_quoting() {
        for (Throwable failure : List.of(new IllegalStateException("prompt text"), new AssertionError("prompt text"))) {
            ChatEndpointModel model = streaming(stream -> {
                stream.text("half");
                stream.fail(failure);
            });

            assertThatThrownBy(
                            () -> model.complete(request().listener(text -> {}).build()))
                    .isExactlyInstanceOf(CompletionModelException.class)
                    .hasMessage("the chat model behind the Aligner failed: "
                            + failure.getClass().getName())
                    .hasCause(failure);
        }
    }

    @Test
    void what_the_listener_throws_is_thrown_unchanged_and_cancels_the_stream() {
        List<String> cancelled = new CopyOnWriteArrayList<>();
        RuntimeException failure = new IllegalStateException("listener failed");
        ChatEndpointModel model = streaming(stream -> {
            stream.onCancel(() -> cancelled.add("cancelled"));
            stream.text("begun");
        });

        assertThatThrownBy(() -> model.complete(request()
                        .listener(text -> {
                            throw failure;
                        })
                        .build()))
                .isSameAs(failure);
        assertThat(cancelled).containsExactly("cancelled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<s>", "</s>", "<|im_start|>", "<|eot_id|>", "<end_of_turn>", "[/INST]", "<<SYS>>", "<pad>"})
    void a_content_with_text_like_a_special_token_is_refused_without_being_quoted(String token) {
        ChatEndpointModel model = model(() -> new Reply("x", FinishReason.STOP, TokenUsage.NONE));
        ChatCompletionRequest request = ChatCompletionRequest.builder(
                        List.of(new Turn(Turn.Role.SYSTEM, "rules"), user("secret " + token)))
                .build();

        assertThatThrownBy(() -> model.complete(request))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessageStartingWith(
                        "a message of " + (7 + token.length()) + " characters has text that looks like a special token")
                .hasMessageNotContaining("secret");
        assertThat(new Endpoint(true, () -> new Reply("x", FinishReason.STOP, TokenUsage.NONE))
                        .complete(request)
                        .text())
                .isEqualTo("x");
    }

    @Test
    void ordinary_text_with_brackets_is_no_special_token() {
        ChatEndpointModel model = model(() -> new Reply("x", FinishReason.STOP, TokenUsage.NONE));

        assertThat(model.complete(ChatCompletionRequest.builder(List.of(user("a<b && c|d> [INSTANCE] <strong> <|>")))
                                .build())
                        .text())
                .isEqualTo("x");
    }

    @Test
    void a_repetition_penalty_can_not_be_sent() {
        ChatEndpointModel model = model(() -> new Reply("x", FinishReason.STOP, TokenUsage.NONE));

        assertThatThrownBy(() -> model.complete(request()
                        .sampling(SamplingParameters.GREEDY.withRepetitionPenalty(1.1))
                        .build()))
                .hasMessage("repetition-penalty can't be sent to a chat model; leave it at its default, 1");
    }

    @Test
    void an_endpoint_that_asks_its_own_aligner_is_found_out() {
        List<ChatEndpointModel> self = new ArrayList<>();
        self.add(model(() -> {
            self.get(0).complete(request().build());
            throw new AssertionError("not reached");
        }));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> self.get(0).complete(request().build()))
                    .isExactlyInstanceOf(CompletionModelException.class)
                    .hasMessage("the chat model behind the Aligner is itself corrected by that Aligner, through a"
                            + " decorator that hides it; give the Aligner the undecorated model");
        }
    }

    private ChatEndpointModel model(boolean keepsFlag) {
        return model(() -> hang(keepsFlag));
    }

    private static ChatEndpointModel model(Supplier<Reply> endpoint) {
        return new Endpoint(false, endpoint);
    }

    private static ChatEndpointModel streaming(Consumer<ReplyStream> endpoint) {
        return new Endpoint(false, () -> new Reply("called", FinishReason.STOP, TokenUsage.NONE)) {
            @Override
            protected boolean streams(ChatCompletionRequest request) {
                return request.listener() != CompletionListener.NONE;
            }

            @Override
            protected void stream(ChatCompletionRequest request, ReplyStream stream) {
                endpoint.accept(stream);
            }
        };
    }

    private static Turn user(String text) {
        return new Turn(Turn.Role.USER, text);
    }

    private static ChatCompletionRequest.Builder request() {
        return ChatCompletionRequest.builder(List.of(user("p")));
    }

    private void awaitAsked() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static class Endpoint extends ChatEndpointModel {

        private final Supplier<Reply> replies;

        Endpoint(boolean contentsAreText, Supplier<Reply> replies) {
            super(InstantSource.system(), contentsAreText);
            this.replies = replies;
        }

        @Override
        protected Reply generate(ChatCompletionRequest request) {
            return replies.get();
        }
    }
}
