// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** However a call ends early, the engine sees its connection closed, so that it can stop generating. */
class CancellationTest {

    private final TestClock clock = new TestClock();
    private final FakeEngine engine = new FakeEngine(Dialect.VLLM);
    private final RemoteCompletionModel model = RemoteCompletionModel.create(
            RemoteEngine.builder("vllm").baseUrl(engine.url()).clock(clock).build());

    @AfterEach
    void stop() {
        model.close();
        engine.close();
    }

    @Test
    void cancelling_closes_the_connection() throws InterruptedException {
        engine.endless();
        Cancellation cancellation = Cancellation.create();
        CompletionRequest request = request()
                .cancellation(cancellation)
                .listener(text -> cancellation.cancel())
                .build();

        assertThatThrownBy(() -> model.complete(request)).isInstanceOf(CorrectionCancelledException.class);
        assertThat(engine.awaitClosedConnection()).isEqualTo("closed");
    }

    @Test
    void cancelling_while_the_engine_is_silent_ends_the_call() throws Exception {
        CountDownLatch held = engine.hold();
        engine.forgetArrivals();
        Cancellation cancellation = Cancellation.create();
        CompletableFuture<?> call = CompletableFuture.supplyAsync(
                () -> model.complete(request().cancellation(cancellation).build()));
        engine.awaitArrival();
        cancellation.cancel();

        assertThatThrownBy(call::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CorrectionCancelledException.class);
        assertThat(model.status().inFlight()).isZero();
        held.countDown();
    }

    @Test
    void a_deadline_ends_an_answer_without_end_and_closes_the_connection() throws InterruptedException {
        engine.endless();
        CompletionRequest request = request()
                .deadline(clock.instant().plusSeconds(60))
                .listener(text -> clock.advance(Duration.ofSeconds(60)))
                .build();

        assertThatThrownBy(() -> model.complete(request))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("deadline")
                .hasMessageContaining("allow more time");
        assertThat(engine.awaitClosedConnection()).isEqualTo("closed");
    }

    @Test
    void a_deadline_ends_a_call_while_the_engine_is_silent() {
        CountDownLatch held = engine.hold();
        CompletionRequest request =
                request().deadline(clock.instant().plusMillis(300)).build();

        assertThatThrownBy(() -> model.complete(request))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("waiting for vLLM");
        held.countDown();
    }

    @Test
    void an_exception_of_the_listener_closes_the_connection() throws InterruptedException {
        engine.endless();
        CompletionRequest request = request()
                .listener(text -> {
                    throw new IllegalStateException("enough");
                })
                .build();

        assertThatThrownBy(() -> model.complete(request)).hasMessage("enough");
        assertThat(engine.awaitClosedConnection()).isEqualTo("closed");
    }

    @Test
    void a_cancelled_call_says_nothing_about_the_url() {
        engine.endless();
        for (int i = 0; i < 12; i++) {
            Cancellation cancellation = Cancellation.create();
            CompletionRequest request = request()
                    .cancellation(cancellation)
                    .listener(text -> cancellation.cancel())
                    .build();
            assertThatThrownBy(() -> model.complete(request)).isInstanceOf(CorrectionCancelledException.class);
        }

        assertThat(model.status().urls().get(0).state()).isEqualTo(RemoteStatus.State.UP);
        assertThat(model.status().urls().get(0).inFlight()).isZero();
    }

    private static CompletionRequest.Builder request() {
        return CompletionRequest.builder(Prompt.of("Hi"));
    }
}
