// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.ModelOverloadedException;
import io.github.aligner4j.completion.Prompt;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Retries, ejection, the choice of the URL, and the bounded queue. */
class ResilienceTest {

    private final TestClock clock = new TestClock();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    @Test
    void delays_grow_with_jitter_and_end_with_the_last_attempt() {
        StubEngine engine = opened(StubEngine.probed(Dialect.VLLM));
        RemoteCompletionModel model = model(builder(engine.url()));
        engine.respond("/v1/completions", aResponse().withStatus(429));

        assertThatThrownBy(() -> model.complete(request().build()))
                .isInstanceOfSatisfying(
                        RemoteEngineException.class,
                        e -> assertThat(e.retryable()).isTrue())
                .hasMessageContaining("status 429");
        assertThat(engine.requests("/v1/completions")).isEqualTo(1 + 5);
        assertThat(pauses).hasSize(4);
        for (int i = 0; i < 4; i++) {
            long expected = 250L << i;
            assertThat(pauses.get(i).toMillis()).isBetween(expected / 2, expected * 3 / 2);
        }
    }

    @Test
    void an_engine_that_asks_for_more_time_than_the_deadline_leaves_fails_at_once() {
        StubEngine engine = opened(StubEngine.probed(Dialect.VLLM));
        RemoteCompletionModel model = model(builder(engine.url()));
        engine.respond("/v1/completions", aResponse().withStatus(503).withHeader("Retry-After", "20"));

        assertThatThrownBy(() -> model.complete(
                        request().deadline(clock.instant().plusSeconds(10)).build()))
                .isInstanceOf(RemoteEngineException.class)
                .hasMessageContaining("status 503");
        assertThat(pauses).isEmpty();
    }

    @Test
    void retry_after_may_be_a_date() {
        StubEngine engine = opened(StubEngine.probed(Dialect.VLLM));
        RemoteCompletionModel model = model(builder(engine.url()));
        engine.respondInTurn(
                "/v1/completions",
                aResponse().withStatus(503).withHeader("Retry-After", "Sat, 28 Nov 2026 12:00:09 GMT"),
                aResponse().withBody(StubEngine.answer(Dialect.VLLM)));

        assertThat(model.complete(request().build()).text()).isEqualTo("fine");
        assertThat(pauses).containsExactly(Duration.ofSeconds(9));
    }

    @Test
    void an_answer_that_breaks_off_is_made_anew_if_no_text_was_passed_on() {
        FakeEngine engine = opened(new FakeEngine(Dialect.VLLM));
        RemoteCompletionModel model = model(builder(engine.url()));
        engine.cutAfter(5, 1);

        assertThat(model.complete(request().build()).text()).isEqualTo(FakeEngine.words(16));
        assertThat(pauses).hasSize(1);
    }

    @Test
    void an_answer_that_breaks_off_after_text_was_streamed_is_not_made_again() {
        FakeEngine engine = opened(new FakeEngine(Dialect.VLLM));
        RemoteCompletionModel model = model(builder(engine.url()));
        engine.cutAfter(5, 1);
        List<String> pieces = new ArrayList<>();

        assertThatThrownBy(() -> model.complete(request().listener(pieces::add).build()))
                .isInstanceOfSatisfying(
                        RemoteEngineException.class,
                        e -> assertThat(e.retryable()).isTrue())
                .hasMessageContaining("a part of the text was already passed on");
        assertThat(String.join("", pieces)).isEqualTo(FakeEngine.words(5));
        assertThat(pauses).isEmpty();
    }

    @Test
    void a_url_that_keeps_failing_is_ejected_and_tried_again_later() {
        StubEngine engine = opened(StubEngine.probed(Dialect.VLLM));
        RemoteCompletionModel model = model(builder(engine.url()).retries(RetryPolicy.NONE));
        engine.respond("/v1/completions", aResponse().withStatus(500));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> model.complete(request().build())).hasMessageContaining("status 500");
        }

        assertThat(model.status().available()).isFalse();
        assertThat(model.status().urls().get(0).ejectedUntil())
                .contains(clock.instant().plusMillis(5001));
        assertThat(model.status().urls().get(0).lastError().orElse("")).contains("status 500");
        assertThatThrownBy(() -> model.complete(request().build()))
                .isInstanceOfSatisfying(
                        RemoteEngineException.class,
                        e -> assertThat(e.retryable()).isTrue())
                .hasMessageContaining("the URL of vLLM got no calls after too many failures")
                .hasMessageContaining("status 500");

        engine.stream("/v1/completions", StubEngine.answer(Dialect.VLLM));
        clock.advance(Duration.ofSeconds(6));
        assertThat(model.complete(request().build()).text()).isEqualTo("fine");
        assertThat(model.status().available()).isTrue();
        assertThat(model.status().urls().get(0).lastError()).isEmpty();
    }

    @Test
    void a_call_waits_for_an_ejected_url_as_long_as_the_policy_allows() {
        StubEngine engine = opened(StubEngine.probed(Dialect.VLLM));
        RemoteCompletionModel model = model(builder(engine.url()));
        engine.respond("/v1/completions", aResponse().withStatus(500));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> model.complete(request().build())).hasMessageContaining("status 500");
        }
        engine.stream("/v1/completions", StubEngine.answer(Dialect.VLLM));

        assertThat(model.complete(request().build()).text()).isEqualTo("fine");
        assertThat(pauses).containsExactly(Duration.ofMillis(5001));
    }

    @Test
    void another_url_takes_the_calls_of_one_that_is_down() throws IOException {
        FakeEngine engine = opened(new FakeEngine(Dialect.VLLM));
        String dead = "http://127.0.0.1:" + EngineProbeTest.freePort();
        RemoteCompletionModel model = model(RemoteEngine.builder("vllm")
                .baseUrls(List.of(dead, engine.url()))
                .clock(clock)
                .pause(this::pause));
        for (int i = 0; i < 20; i++) {
            CompletionRequest request =
                    CompletionRequest.builder(Prompt.of("Question " + i)).build();
            assertThat(model.complete(request).text()).isEqualTo(FakeEngine.words(200));
        }

        assertThat(model.status().urls().get(0).state()).isEqualTo(RemoteStatus.State.EJECTED);
        assertThat(model.status().urls().get(1).state()).isEqualTo(RemoteStatus.State.UP);
        assertThat(model.status().available()).isTrue();
    }

    @Test
    void prompts_that_begin_alike_go_to_one_idle_url_and_to_another_when_it_is_busy() throws Exception {
        FakeEngine first = opened(new FakeEngine(Dialect.VLLM));
        FakeEngine second = opened(new FakeEngine(Dialect.VLLM));
        RemoteCompletionModel model = model(RemoteEngine.builder("vllm").baseUrls(List.of(first.url(), second.url())));
        List<FakeEngine> engines = List.of(first, second);
        for (int i = 0; i < 4; i++) {
            model.complete(request().build());
        }
        List<Integer> idle =
                engines.stream().map(engine -> engine.completions().size() - 1).toList();
        assertThat(idle).containsExactlyInAnyOrder(0, 4);

        List<CountDownLatch> held = engines.stream().map(FakeEngine::hold).toList();
        engines.forEach(FakeEngine::forgetArrivals);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        open.add(callers::shutdownNow);
        CompletableFuture<?> one =
                CompletableFuture.runAsync(() -> model.complete(request().build()), callers);
        engines.get(idle.indexOf(4)).awaitArrival();
        CompletableFuture<?> other =
                CompletableFuture.runAsync(() -> model.complete(request().build()), callers);
        engines.get(idle.indexOf(0)).awaitArrival();
        assertThat(model.status().urls()).allMatch(url -> url.inFlight() == 1);
        held.forEach(CountDownLatch::countDown);
        CompletableFuture.allOf(one, other).get();
    }

    @Test
    void a_full_queue_refuses_and_a_waiting_call_can_be_cancelled() throws Exception {
        FakeEngine engine = opened(new FakeEngine(Dialect.VLLM));
        RemoteCompletionModel model = model(RemoteEngine.builder("vllm")
                .baseUrl(engine.url())
                .maxConcurrentRequests(1)
                .maxQueuedRequests(1));
        CountDownLatch held = engine.hold();
        engine.forgetArrivals();
        ExecutorService callers = Executors.newFixedThreadPool(2);
        open.add(callers::shutdownNow);
        CompletableFuture<?> running =
                CompletableFuture.runAsync(() -> model.complete(request().build()), callers);
        engine.awaitArrival();
        Cancellation cancellation = Cancellation.create();
        CompletableFuture<?> waiting = CompletableFuture.runAsync(
                () -> model.complete(request().cancellation(cancellation).build()), callers);
        while (model.status().queued() == 0) {
            Thread.onSpinWait();
        }

        assertThatThrownBy(() -> model.complete(request().build()))
                .isInstanceOfSatisfying(
                        ModelOverloadedException.class,
                        e -> assertThat(e.limit()).isOne());
        cancellation.cancel();
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(CorrectionCancelledException.class);
        assertThat(model.status().queued()).isZero();
        held.countDown();
        running.get();
        assertThat(model.status().inFlight()).isZero();
        assertThat(model.complete(request().build()).text()).isNotEmpty();
    }

    @Test
    void an_engine_that_comes_back_is_probed_anew() {
        FakeEngine engine = opened(new FakeEngine(Dialect.VLLM));
        RemoteCompletionModel model = model(builder(engine.url()).retries(RetryPolicy.NONE));
        int port = engine.port();
        engine.close();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> model.complete(request().build())).isInstanceOf(CompletionModelException.class);
        }
        clock.advance(Duration.ofSeconds(6));
        FakeEngine other = opened(new FakeEngine(Dialect.LLAMA_CPP, port));

        assertThatThrownBy(() -> model.complete(request().build()))
                .hasMessageContaining("this is llama.cpp (llama-cpp); set engine to its name");
        assertThat(other.completions()).isEmpty();
    }

    @Test
    void callers_of_an_engine_that_restarts_lose_nothing() throws Exception {
        FakeEngine engine = opened(new FakeEngine(Dialect.VLLM));
        RemoteCompletionModel model = model(RemoteEngine.builder("vllm")
                .baseUrl(engine.url())
                .ejection(Duration.ofMillis(200))
                .maxConcurrentRequests(16));
        engine.hold();
        engine.forgetArrivals();
        ExecutorService callers = Executors.newFixedThreadPool(16);
        open.add(callers::shutdownNow);
        List<CompletableFuture<String>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            calls.add(CompletableFuture.supplyAsync(
                    () -> model.complete(request().build()).text(), callers));
        }
        for (int i = 0; i < 16; i++) {
            engine.awaitArrival();
        }
        engine.close();
        opened(new FakeEngine(Dialect.VLLM, engine.port()));

        for (CompletableFuture<String> call : calls) {
            assertThat(call.get()).isEqualTo(FakeEngine.words(16));
        }
    }

    private RemoteEngine.Builder builder(String url) {
        return RemoteEngine.builder("vllm").baseUrl(url).clock(clock).pause(this::pause);
    }

    private void pause(Duration duration, Call call) {
        pauses.add(duration);
        clock.advance(duration);
    }

    private RemoteCompletionModel model(RemoteEngine.Builder engine) {
        return opened(RemoteCompletionModel.create(engine.build()));
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private static CompletionRequest.Builder request() {
        return CompletionRequest.builder(Prompt.of("Hi"))
                .sampling(io.github.aligner4j.completion.SamplingParameters.GREEDY.withMaxNewTokens(16));
    }
}
