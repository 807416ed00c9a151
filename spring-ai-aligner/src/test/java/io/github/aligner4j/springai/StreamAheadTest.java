// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.windowed.WindowedAligner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/** What an Aligner sees of an answer that is still streaming. */
class StreamAheadTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final CountDownLatch shown = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Records the calls of its session. */
    private final Aligner watching = new Aligner() {
        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            log.add("corrects " + request.answer());
            return Correction.of(request.answer(), request.answer() + "!");
        }

        @Override
        public CorrectionSession begin(CorrectionRequest request, Executor executor) {
            log.add("begins " + request.question() + "/" + request.answer());
            return new Session();
        }
    };

    private final class Session implements CorrectionSession {

        @Override
        public void append(String text) {
            log.add("reads " + text);
            shown.countDown();
        }

        @Override
        public Correction complete(CorrectionRequest request, CorrectionContext context) {
            log.add("completes " + request.question() + "/" + request.answer());
            return Correction.of(request.answer(), request.answer() + "?");
        }

        @Override
        public void close() {
            log.add("closes");
            closed.countDown();
        }
    }

    @Test
    void an_aligner_reads_the_answer_while_it_streams_and_completes_it_in_the_end() {
        ScriptedModel model = new ScriptedModel().turn(Replies.word(" "), Replies.word("hello "), Replies.word("you"));

        assertThat(content(model)).isEqualTo(" hello you?");
        assertThat(log)
                .containsExactly("begins hi/", "reads  hello ", "reads you", "completes hi/ hello you", "closes");
    }

    @Test
    void windows_are_corrected_while_upstream_still_streams() {
        CountDownLatch first = new CountDownLatch(1);
        Aligner patient = new WindowedAligner(
                (request, context) -> {
                    first.countDown();
                    return Correction.of(request.answer(), request.answer().replace("idiot", "friend"));
                },
                24,
                100);
        ScriptedModel model = new ScriptedModel()
                .turn(Flux.just(Replies.word("Hello, you idiot. "), Replies.word("Go away, idiot. "))
                        .concatWith(Mono.fromCallable(() -> {
                            assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
                            return Replies.word("Now.");
                        })));

        StepVerifier.create(client(model, patient).prompt("hi").stream()
                        .content()
                        .collectList()
                        .map(all -> String.join("", all)))
                .expectNext("Hello, you friend. Go away, friend. Now.")
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void of_several_generations_the_first_is_read_and_each_is_corrected() {
        ScriptedModel model = new ScriptedModel()
                .turn(
                        Replies.word("one", Map.of("index", 1)),
                        Replies.word("two", Map.of("index", 0)),
                        Replies.word(" three", Map.of("index", 1)));

        assertThat(content(model)).isEqualTo("one three?two!");
        assertThat(log)
                .containsExactly(
                        "begins hi/", "reads one", "reads  three", "completes hi/one three", "closes", "corrects two");
    }

    @Test
    void json_is_shown_to_nobody_ahead() {
        ScriptedModel model = new ScriptedModel().turn(Replies.word("[1"), Replies.word("] says so."));

        assertThat(content(model)).isEqualTo("[1] says so.!");
        assertThat(log).containsExactly("corrects [1] says so.");
    }

    @Test
    void an_upstream_failure_ends_what_is_done_ahead() {
        ScriptedModel broken = new ScriptedModel()
                .turn(Flux.just(Replies.word("half an")).concatWith(Flux.error(new IllegalStateException("line cut"))));

        StepVerifier.create(client(broken, watching).prompt("hi").stream().content())
                .expectErrorMessage("line cut")
                .verify(SOON);
        assertThat(log).containsExactly("begins hi/", "reads half an", "closes");
    }

    @Test
    void cancelling_ends_what_is_done_ahead() throws InterruptedException {
        ScriptedModel endless =
                new ScriptedModel().turn(Flux.just(Replies.word("hello")).concatWith(Flux.never()));

        Disposable reading =
                client(endless, watching).prompt("hi").stream().content().subscribe();
        assertThat(shown.await(20, TimeUnit.SECONDS)).isTrue();
        reading.dispose();

        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(log).containsExactly("begins hi/", "reads hello", "closes");
    }

    private String content(ScriptedModel model) {
        List<String> pieces = client(model, watching).prompt("hi").stream()
                .content()
                .collectList()
                .block(SOON);
        assertThat(pieces).isNotNull();
        return String.join("", pieces);
    }

    private static ChatClient client(ScriptedModel model, Aligner aligner) {
        return ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.of(aligner))
                .build();
    }
}
