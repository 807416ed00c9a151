// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.CompletionModelException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;

class AlignerAdvisorStreamTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Civility civility = new Civility();

    private ChatClient client(ScriptedModel model, Aligner aligner) {
        return ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.of(aligner))
                .build();
    }

    private static ScriptedModel words() {
        return new ScriptedModel()
                .turn(Replies.word("hello "), Replies.word("id"), Replies.word("iot"), Replies.text(""));
    }

    @Test
    void the_pieces_together_are_the_corrected_answer_and_leave_as_they_are_written() {
        StepVerifier.create(client(words(), civility).prompt("hi").stream().content())
                .expectNext("hello ", "friend!")
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void finish_reason_usage_and_metadata_arrive_once() {
        List<ChatResponse> chunks = require(client(words(), civility).prompt("hi").stream()
                .chatResponse()
                .collectList()
                .block(SOON));

        assertThat(chunks).filteredOn(c -> c.hasFinishReasons(Set.of("STOP"))).hasSize(1);
        assertThat(chunks)
                .filteredOn(c -> c.getMetadata().getUsage().getTotalTokens() > 0)
                .hasSize(1);
        assertThat(chunks).extracting(c -> c.getMetadata().getId()).containsOnly("r-1");
        assertThat(chunks.get(chunks.size() - 1).getMetadata().<String>get("fingerprint"))
                .isEqualTo("f-7");
    }

    @Test
    void a_model_that_answers_in_one_chunk_is_corrected_too() {
        List<ChatClientResponse> chunks =
                require(client(ScriptedModel.saying("hello idiot"), civility).prompt("hi").stream()
                        .chatClientResponse()
                        .collectList()
                        .block(SOON));

        assertThat(text(chunks, 0)).isEqualTo("hello friend!");
        assertThat(chunks.get(chunks.size() - 1).context())
                .containsEntry(AlignerAdvisor.CORRECTIONS, List.of(Correction.of("hello idiot", "hello friend!")))
                .doesNotContainKey("aligner4j.claimed");
    }

    @Test
    void each_of_several_generations_is_corrected_by_itself() {
        ScriptedModel model = new ScriptedModel()
                .turn(
                        Replies.word("id", Map.of("index", 0)),
                        Replies.word("all ", Map.of("index", 1)),
                        Replies.word("iot", Map.of("index", 0)),
                        Replies.word("fine", Map.of("index", 1)));

        List<ChatClientResponse> chunks = require(client(model, civility).prompt("hi").stream()
                .chatClientResponse()
                .collectList()
                .block(SOON));

        assertThat(text(chunks, 0)).isEqualTo("friend!");
        assertThat(text(chunks, 1)).isEqualTo("all fine");
    }

    @Test
    void thoughts_and_chunks_without_text_are_sent_as_they_came() {
        ChatResponse thought = Replies.word("what an idiot. ", Map.of("isThought", true));
        ChatResponse usage = new ChatResponse(List.of(), Replies.text("").getMetadata());
        ScriptedModel model = new ScriptedModel().turn(thought, Replies.word("hello idiot"), usage);

        List<ChatResponse> chunks = require(client(model, civility).prompt("hi").stream()
                .chatResponse()
                .collectList()
                .block(SOON));

        assertThat(chunks).first().isEqualTo(thought);
        assertThat(chunks).last().isEqualTo(usage);
        assertThat(civility.requests).extracting(CorrectionRequest::answer).containsExactly("hello idiot");
    }

    @Test
    void a_filtered_answer_passes() {
        ScriptedModel filtered = new ScriptedModel()
                .turn(Replies.word("idiot "), Replies.of(Replies.generation("cut", Map.of(), "CONTENT_FILTER")));

        assertThat(contentOf(filtered)).isEqualTo("idiot cut");
        assertThat(civility.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SAFETY",
                "safety",
                "PROHIBITED_CONTENT",
                "prohibited_content",
                "RECITATION",
                "Recitation",
                "content_filter",
                "CONTENT_FILTERED",
                "BLOCKLIST",
                "SPII",
                "guardrail_intervened",
                "refusal"
            })
    void every_provider_s_word_for_a_filter_counts_even_if_it_comes_late(String reason) {
        ScriptedModel filtered = new ScriptedModel()
                .turn(
                        Replies.word("idiot "),
                        Replies.word("cut"),
                        Replies.of(Replies.generation("", Map.of(), reason)));
        ScriptedModel called = new ScriptedModel().turn(Replies.of(Replies.generation("idiot cut", Map.of(), reason)));

        assertThat(contentOf(filtered)).isEqualTo("idiot cut");
        assertThat(client(called, civility).prompt("hi").call().content()).isEqualTo("idiot cut");
        assertThat(civility.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOP", "length", "MAX_TOKENS", "tool_calls", "safe", "end_turn"})
    void other_reasons_do_not_count_as_filters(String reason) {
        ScriptedModel model =
                new ScriptedModel().turn(Replies.word("idiot"), Replies.of(Replies.generation("", Map.of(), reason)));

        assertThat(contentOf(model)).isEqualTo("friend!");
    }

    @Test
    void a_skipped_stream_is_not_held() {
        StepVerifier.create(
                        client(words(), civility)
                                .prompt("hi")
                                .advisors(spec -> spec.param(AlignerAdvisor.SKIP, "true"))
                                .stream()
                                .content())
                .expectNext("hello ", "id", "iot")
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void nothing_of_half_an_answer_gets_out_when_the_model_fails() {
        ScriptedModel broken = new ScriptedModel()
                .turn(Flux.just(Replies.word("hello idiot"))
                        .concatWith(Flux.error(new IllegalStateException("line cut"))));

        StepVerifier.create(client(broken, civility).prompt("hi").stream().content())
                .expectErrorMessage("line cut")
                .verify(SOON);
        assertThat(civility.requests).isEmpty();
    }

    @Test
    void a_failure_of_the_aligner_ends_the_stream() {
        Aligner failing = (request, context) -> {
            throw new AlignerException("no correction today");
        };

        StepVerifier.create(client(words(), failing).prompt("hi").stream().content())
                .expectErrorMessage("no correction today")
                .verify(SOON);
    }

    @Test
    void a_strangers_message_is_not_repeated() {
        Aligner failing = (request, context) -> {
            throw new IllegalStateException("cannot read " + request.answer());
        };

        StepVerifier.create(client(words(), failing).prompt("hi").stream().content())
                .expectErrorMessage("the Aligner gave no correction: java.lang.IllegalStateException")
                .verify(SOON);
    }

    @Test
    void a_model_behind_the_aligner_says_what_is_wrong() {
        Aligner failing = (request, context) -> {
            throw new CompletionModelException("the queue is full");
        };

        StepVerifier.create(client(words(), failing).prompt("hi").stream().content())
                .expectErrorMessage("the queue is full")
                .verify(SOON);
    }

    @Test
    void an_aligner_that_takes_no_notice_of_listeners_is_heard_all_the_same() {
        StepVerifier.create(client(words(), speaking("")).prompt("hi").stream().content())
                .expectNext("hello friend")
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void an_aligner_that_says_something_else_than_it_returns_is_broken() {
        StepVerifier.create(client(words(), speaking("hello you")).prompt("hi").stream()
                        .content())
                .expectNext("hello you")
                .expectErrorMessage("the Aligner emitted 9 characters that do not begin the answer of 12 characters it "
                        + "returned; its correct(request, context) is broken")
                .verify(SOON);
    }

    private static Aligner speaking(String piece) {
        return new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                context.emit(piece);
                return Correction.of(request.answer(), "hello friend");
            }
        };
    }

    @Test
    void an_empty_stream_stays_empty() {
        StepVerifier.create(client(new ScriptedModel().turn(Flux.empty()), civility).prompt("hi").stream()
                        .content())
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void the_aligner_does_not_block_the_thread_of_the_model() {
        contentOf(words());

        assertThat(civility.threads).singleElement().asString().startsWith("aligner-correction-");
    }

    @Test
    void a_slow_reader_gets_pieces_one_by_one() {
        StepVerifier.create(client(words(), civility).prompt("hi").stream().content(), 1)
                .expectNext("hello ")
                .thenRequest(1)
                .expectNext("friend!")
                .thenRequest(1)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void cancelling_the_stream_cancels_the_aligner() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Aligner patient = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                context.cancellation().onCancel(cancelled::countDown);
                started.countDown();
                awaitQuietly(cancelled);
                throw new CorrectionCancelledException("cancelled");
            }
        };

        Disposable reading =
                client(words(), patient).prompt("hi").stream().content().subscribe();
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        reading.dispose();

        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancelling_while_the_model_speaks_stops_the_model() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        ScriptedModel endless = new ScriptedModel()
                .turn(Flux.just(Replies.word("hello")).concatWith(Flux.never()).doOnCancel(stopped::countDown));

        Disposable reading =
                client(endless, civility).prompt("hi").stream().content().subscribe();
        reading.dispose();

        assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private String contentOf(ScriptedModel model) {
        return String.join(
                "",
                require(client(model, civility).prompt("hi").stream()
                        .content()
                        .collectList()
                        .block(SOON)));
    }

    private static String text(List<ChatClientResponse> chunks, int index) {
        StringBuilder text = new StringBuilder();
        for (ChatClientResponse chunk : chunks) {
            for (Generation generation : require(chunk.chatResponse()).getResults()) {
                Object at = generation.getOutput().getMetadata().getOrDefault("index", 0);
                text.append(at.equals(index) ? generation.getOutput().getText() : "");
            }
        }
        return text.toString();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
