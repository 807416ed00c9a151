// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/** The threads that correct streams: their number, and the end of corrections that are cancelled. */
class CorrectionThreadsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static ChatClient client(Aligner aligner) {
        return ChatClient.builder(words())
                .defaultAdvisors(AlignerAdvisors.of(aligner))
                .build();
    }

    private static ScriptedModel words() {
        return new ScriptedModel().turn(Replies.word("hello "), Replies.text("idiot"));
    }

    /** Waits and ignores cancellation, so that only an interrupt ends it. */
    private static final class Deaf implements Aligner {

        private final CountDownLatch running;
        private final CountDownLatch go = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);

        Deaf(int running) {
            this.running = new CountDownLatch(running);
        }

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            running.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
            }
            return Correction.of(request.answer(), "ok");
        }

        void awaitRunning() throws InterruptedException {
            assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void an_aligner_has_threads_of_its_own_that_end_by_themselves() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        client((request, context) -> {
                    thread.set(Thread.currentThread());
                    return Correction.of(request.answer(), "ok");
                })
                .prompt("hi")
                .stream()
                .content()
                .blockLast(SOON);

        assertThat(thread.get().getName()).startsWith("aligner-correction-");
        assertThat(thread.get().isDaemon()).isTrue();
        assertThat(thread.get().getContextClassLoader()).isEqualTo(AlignerAdvisor.class.getClassLoader());
    }

    @Test
    void slow_corrections_take_no_thread_of_reactor_or_of_another_aligner() throws InterruptedException {
        int limit = CorrectionThreads.MAX_CORRECTIONS;
        Deaf slow = new Deaf(limit);
        ChatClient slowly = client(slow);
        List<Disposable> streams = new ArrayList<>();
        for (int i = 0; i < limit; i++) {
            streams.add(slowly.prompt("hi").stream().content().subscribe());
        }
        slow.awaitRunning();

        StepVerifier.create(
                        client(new Civility()).prompt("hi").stream().content().collectList())
                .expectNext(List.of("hello ", "friend!"))
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(Mono.fromCallable(() -> "free").subscribeOn(Schedulers.boundedElastic()))
                .expectNext("free")
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(slowly.prompt("hi").stream().content())
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                AlignerException.class,
                                rejected -> assertThat(rejected.retryable()).isTrue())
                        .hasMessage(
                                "the executor rejected the correction of a stream: 256 streams of this Aligner are being"
                                        + " corrected, or the advisor's own executor is full or shut down; try again later,"
                                        + " or set an executor with more threads"))
                .verify(SOON);

        slow.go.countDown();
        streams.forEach(Disposable::dispose);
    }

    @Test
    void an_executor_of_the_caller_s_is_used_instead() {
        ExecutorService own = Executors.newCachedThreadPool(task -> new Thread(task, "mine"));
        AtomicReference<String> thread = new AtomicReference<>("");
        List<Advisor> advisors = AlignerAdvisors.builder((request, context) -> {
                    thread.set(Thread.currentThread().getName());
                    return Correction.of(request.answer(), "ok");
                })
                .executor(own)
                .build();
        ChatClient client =
                ChatClient.builder(words()).defaultAdvisors(advisors).build();

        StepVerifier.create(client.prompt("hi").stream().content())
                .expectNext("ok")
                .expectComplete()
                .verify(SOON);
        assertThat(thread).hasValue("mine");

        own.shutdown();
        StepVerifier.create(client.prompt("hi").stream().content())
                .expectError(AlignerException.class)
                .verify(SOON);
    }

    @Test
    void a_stream_that_nobody_reads_any_more_ends_even_an_aligner_that_hears_no_cancellation()
            throws InterruptedException {
        Deaf deaf = new Deaf(1);

        Disposable reading = client(deaf).prompt("hi").stream().content().subscribe();
        deaf.awaitRunning();
        reading.dispose();

        assertThat(deaf.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_call_that_nobody_waits_for_any_more_ends_its_aligner() throws InterruptedException {
        Deaf deaf = new Deaf(1);
        ChatClient client = ChatClient.builder(ScriptedModel.saying("hello idiot"))
                .defaultAdvisors(AlignerAdvisors.of(deaf))
                .build();

        Disposable calling = Mono.fromCallable(() -> client.prompt("hi").call().content())
                .subscribeOn(Schedulers.boundedElastic())
                .subscribe();
        deaf.awaitRunning();
        calling.dispose();

        assertThat(deaf.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_reader_that_has_enough_ends_the_aligner_and_is_not_interrupted_itself() {
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        Aligner talkative = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                while (!context.cancellation().isCancelled()) {
                    context.emit("a ");
                    written.incrementAndGet();
                }
                context.cancellation().throwIfCancelled();
                return Correction.of(request.answer(), "ok");
            }
        };

        StepVerifier.create(client(talkative).prompt("hi").stream()
                        .content()
                        .take(2)
                        .doOnComplete(
                                () -> interrupted.set(Thread.currentThread().isInterrupted())))
                .expectNext("a ", "a ")
                .expectComplete()
                .verify(SOON);
        assertThat(interrupted).isFalse();
        assertThat(written.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void an_aligner_that_fails_after_its_stream_was_cancelled_is_nobody_s_failure() throws InterruptedException {
        List<Throwable> dropped = new ArrayList<>();
        Hooks.onErrorDropped(dropped::add);
        try {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch failed = new CountDownLatch(1);
            Aligner failing = new Aligner() {
                @Override
                public Correction correct(CorrectionRequest request, CorrectionContext context) {
                    CountDownLatch cancelled = new CountDownLatch(1);
                    context.cancellation().onCancel(cancelled::countDown);
                    running.countDown();
                    try {
                        cancelled.await();
                    } catch (InterruptedException e) {
                        // the same
                    }
                    failed.countDown();
                    throw new IllegalStateException("too late");
                }
            };
            Disposable reading = client(failing).prompt("hi").stream().content().subscribe();
            assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
            reading.dispose();
            assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
            // Another stream on the same threads ends after that one has.
            client(new Civility()).prompt("hi").stream().content().blockLast(SOON);
            assertThat(dropped).isEmpty();
        } finally {
            Hooks.resetOnErrorDropped();
        }
    }

    @Test
    void chunks_and_failures_that_come_after_the_end_are_ignored() {
        Flux<org.springframework.ai.chat.client.ChatClientResponse> unruly = Flux.from(subscriber -> {
            subscriber.onSubscribe(new org.reactivestreams.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            subscriber.onNext(Advised.response(Replies.word("hello idiot")));
            subscriber.onComplete();
            subscriber.onNext(Advised.response(Replies.word("idiot")));
            subscriber.onError(new IllegalStateException("late"));
            subscriber.onComplete();
        });

        assertThat(Advised.stream(Advised.advisor(new Civility()), unruly))
                .allSatisfy(chunk -> assertThat(String.valueOf(chunk)).doesNotContain("idiot\""));
    }
}
