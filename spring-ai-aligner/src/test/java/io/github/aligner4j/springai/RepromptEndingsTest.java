// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.springai.RequestParametersTest.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A second answer that does not come ends with the call: by its cancellation, an interrupt, or the deadline. */
class RepromptEndingsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    private final Aligner asking = new Aligner() {
        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            try {
                String answer = context.upstream().orElseThrow().reprompt("Again.");
                context.emit(answer);
                return Correction.of(request.answer(), answer);
            } catch (RuntimeException e) {
                failure.complete(e);
                throw e;
            }
        }
    };

    private ChatClient client(Flux<ChatResponse> second) {
        ScriptedModel model =
                new ScriptedModel().turn(Replies.text("you idiot")).turn(second);
        return ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.of(asking))
                .build();
    }

    private Flux<ChatResponse> never() {
        return Flux.<ChatResponse>never()
                .doOnSubscribe(subscription -> asked.countDown())
                .doOnCancel(cancelled::countDown);
    }

    @Test
    void disposing_of_the_stream_cancels_the_second_answer() throws Exception {
        Disposable reading = client(never()).prompt("hi").stream().content().subscribe();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        reading.dispose();

        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void the_deadline_ends_a_stream_that_waits_for_the_second_answer() throws Exception {
        StepVerifier.create(client(never())
                        .prompt("hi")
                        .advisors(a ->
                                a.param(AlignerAdvisor.DEADLINE, Instant.now().plusMillis(300)))
                        .stream()
                        .content())
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(DeadlineExceededException.class)
                        .hasMessage("the deadline passed while the upstream model answered again"))
                .verify(SOON);
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_farthest_deadline_is_as_good_as_none() {
        StepVerifier.create(client(Flux.just(Replies.text("dear friend")))
                        .prompt("hi")
                        .advisors(a -> a.param(AlignerAdvisor.DEADLINE, Instant.MAX))
                        .stream()
                        .content()
                        .collectList()
                        .map(pieces -> String.join("", pieces)))
                .expectNext("dear friend")
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void a_second_answer_after_the_deadline_does_not_count() {
        Instant deadline = Instant.now().plusMillis(200);
        Flux<ChatResponse> late = Flux.defer(() -> {
            while (Instant.now().isBefore(deadline)) {
                Thread.onSpinWait();
            }
            return Flux.just(Replies.text("dear friend"));
        });

        assertThatThrownBy(() -> client(late)
                        .prompt("hi")
                        .advisors(a -> a.param(AlignerAdvisor.DEADLINE, deadline))
                        .call()
                        .content())
                .isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void an_interrupt_ends_a_call_that_waits_for_the_second_answer() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Flux<ChatResponse> second =
                never().doOnSubscribe(subscription -> require(thread.get()).interrupt());
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                Way.CALL.answer(client(second).prompt("hi"));
            } catch (RuntimeException e) {
                ended.complete(e);
            }
        });
        thread.set(caller);
        caller.start();

        assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void the_failure_of_a_stream_quotes_no_second_answer() {
        String second = "a second answer with idiots";
        Aligner quoting = (request, context) -> {
            String answer = context.upstream().orElseThrow().reprompt("Again.");
            throw new AssertionError("can't do: " + answer);
        };
        ChatClient client = ChatClient.builder(ScriptedModel.saying("you idiot", second))
                .defaultAdvisors(AlignerAdvisors.of(quoting))
                .build();

        StepVerifier.create(client.prompt("hi").stream().content())
                .expectErrorSatisfies(e -> {
                    for (Throwable cause : List.of(e, require(e.getCause()))) {
                        assertThat(String.valueOf(cause.getMessage())).doesNotContain(second);
                    }
                })
                .verify(SOON);
    }
}
