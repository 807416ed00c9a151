package io.github.aligner4j.completion;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.PlainTextCompletionModel.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
        PlainTextCompletionModel model = new PlainTextCompletionModel(
                (prompt, asked) -> new Reply("fine", FinishReason.STOP, TokenUsage.NONE), InstantSource.system());
        assertThat(model.complete(request).text()).isEqualTo("fine");
        cancellation.cancel();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    @SuppressWarnings("NullAway")
    void no_reply_is_a_failure_that_says_so() {
        PlainTextCompletionModel model = new PlainTextCompletionModel((prompt, asked) -> null, InstantSource.system());
        assertThatThrownBy(() -> model.complete(request().build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessageContaining("gave no text");
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

    private PlainTextCompletionModel model(boolean keepsFlag) {
        return new PlainTextCompletionModel((prompt, asked) -> hang(keepsFlag), InstantSource.system());
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
