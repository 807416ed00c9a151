package io.github.aligner4j.llm;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.llm.PlainTextCompletionModel.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlainTextCompletionModelTest {

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
            CompletionRequest request =
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
        CompletionRequest request = request()
                .cancellation(cancellation)
                .deadline(Instant.now().plusSeconds(60))
                .build();
        PlainTextCompletionModel model = model(() -> new Reply("fine", FinishReason.STOP, TokenUsage.NONE));
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
        PlainTextCompletionModel model = model(() -> null);
        assertThatThrownBy(() -> model.complete(request().build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessageContaining("gave no text");
    }

    @Test
    void a_blank_prompt_is_refused_before_the_endpoint_sees_it() {
        assertThatThrownBy(() -> model(true)
                        .complete(CompletionRequest.builder(Prompt.of(" \n")).build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage("the prompt is blank, but a chat model needs text; check the template");
        assertThat(asked.getCount()).isEqualTo(1);
    }

    @Test
    void a_listener_that_cancels_the_call_or_interrupts_its_thread_ends_it() {
        Cancellation cancellation = Cancellation.create();
        PlainTextCompletionModel model = model(() -> new Reply("fine", FinishReason.STOP, TokenUsage.NONE));

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
        PlainTextCompletionModel model =
                model(() -> new Reply("<think>Hm.</think>fine", FinishReason.STOP, TokenUsage.NONE));
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
    void what_a_plain_text_endpoint_can_not_be_told_is_refused_and_never_left_out() {
        PlainTextCompletionModel model = model(() -> new Reply("x", FinishReason.STOP, TokenUsage.NONE));
        CompletionRequest.Builder plain = CompletionRequest.builder(Prompt.of("p"));
        assertThat(model.complete(plain.build()).text()).isEqualTo("x");
        assertThatThrownBy(() -> model.complete(plain.adapter("civil").build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessageContaining("adapter 'civil' can't be sent to a chat model")
                .hasMessageContaining("model name");
        assertThatThrownBy(
                        () -> model.complete(plain.adapter(null).strength(0.5).build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessageContaining("strength 0.5 can't be sent");
    }

    private PlainTextCompletionModel model(boolean keepsFlag) {
        return model(() -> hang(keepsFlag));
    }

    private static PlainTextCompletionModel model(Supplier<Reply> endpoint) {
        return new PlainTextCompletionModel() {
            @Override
            protected Reply generate(String prompt, CompletionRequest request) {
                return endpoint.get();
            }
        };
    }

    private static CompletionRequest.Builder request() {
        return CompletionRequest.builder(Prompt.of("p"));
    }

    private void awaitAsked() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
