// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.tool.function.FunctionToolCallback;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;
import reactor.core.publisher.Sinks;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Sentences are corrected and sent while the upstream model writes the next ones. */
class SentenceStreamingTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Sinks.Many<ChatResponse> model = Sinks.many().unicast().onBackpressureBuffer();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final BlockingQueue<Signal<ChatClientResponse>> signals = new LinkedBlockingQueue<>();
    private final ScriptedModel script = new ScriptedModel().turn(model.asFlux().doOnCancel(cancelled::countDown));

    private static AlignerAdvisors.Builder advisors(Aligner aligner) {
        return AlignerAdvisors.builder(aligner).streaming(StreamingPolicy.SENTENCE);
    }

    private static AlignerStack stack(Aligner aligner, FailurePolicy policy) {
        return AlignerStack.builder("stack")
                .layer(Layer.of("layer", aligner).withFailurePolicy(policy))
                .build();
    }

    private ChatClientRequestSpec prompt(AlignerAdvisors.Builder advisors) {
        return ChatClient.builder(script)
                .defaultAdvisors(advisors.build())
                .build()
                .prompt("hi");
    }

    private Disposable read(ChatClientRequestSpec prompt) {
        return prompt.stream().chatClientResponse().materialize().subscribe(signals::add);
    }

    private void write(ChatResponse... chunks) {
        for (ChatResponse chunk : chunks) {
            model.tryEmitNext(chunk).orThrow();
        }
    }

    /** Waits for the text of the next chunk that has one. */
    private String nextText() throws InterruptedException {
        while (true) {
            Signal<ChatClientResponse> signal = require(signals.poll(20, TimeUnit.SECONDS));
            assertThat(signal.isOnNext()).as("%s", signal).isTrue();
            String text = text(require(signal.get()));
            if (!text.isEmpty()) {
                return text;
            }
        }
    }

    private Signal<ChatClientResponse> end() throws InterruptedException {
        while (true) {
            Signal<ChatClientResponse> signal = require(signals.poll(20, TimeUnit.SECONDS));
            if (!signal.isOnNext()) {
                assertThat(signals).isEmpty();
                return signal;
            }
        }
    }

    private static String text(ChatClientResponse response) {
        Generation result = require(response.chatResponse()).getResult();
        return result == null || result.getOutput().getText() == null
                ? ""
                : result.getOutput().getText();
    }

    @Test
    void a_finished_sentence_is_sent_before_the_model_has_finished() throws Exception {
        read(prompt(advisors(new Shift())));

        write(Replies.word("Αβγ δ"), Replies.word("ε. Αβ"));
        assertThat(read(Shift.shift("Αβγ δε. ").strip().length())).isEqualTo(Shift.shift("Αβγ δε."));
        assertThat(signals).allMatch(Signal::isOnNext);

        write(Replies.text("γδ."));
        model.tryEmitComplete();

        assertThat(end().isOnComplete()).isTrue();
    }

    /** Returns the next text of at least {@code length} characters, without white space around it. */
    private String read(int length) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        while (text.toString().strip().length() < length) {
            text.append(nextText());
        }
        return text.toString().strip();
    }

    @Test
    void the_last_response_has_the_corrections_and_metadata_arrives_once() {
        ScriptedModel words = new ScriptedModel()
                .turn(Replies.word("Αβγ. "), Replies.word("Αβγ! ", Map.of("seen", 7)), Replies.text("Δε."));
        List<ChatClientResponse> responses = require(
                ChatClient.builder(words).defaultAdvisors(advisors(new Shift()).build()).build().prompt("hi").stream()
                        .chatClientResponse()
                        .collectList()
                        .block(SOON));

        assertThat(String.join(
                        "", responses.stream().map(SentenceStreamingTest::text).toList()))
                .isEqualTo(Shift.shift("Αβγ. Αβγ! Δε."));
        ChatClientResponse last = responses.get(responses.size() - 1);
        assertThat(AlignerAdvisor.corrections(last)).singleElement().satisfies(correction -> {
            assertThat(correction.original()).isEqualTo("Αβγ. Αβγ! Δε.");
            assertThat(correction.answer()).isEqualTo(Shift.shift("Αβγ. Αβγ! Δε."));
        });
        List<ChatResponse> chunks = responses.stream()
                .map(response -> require(response.chatResponse()))
                .toList();
        assertThat(chunks)
                .filteredOn(chunk -> chunk.hasFinishReasons(Set.of("STOP")))
                .hasSize(1);
        assertThat(chunks)
                .filteredOn(chunk -> chunk.getMetadata().getUsage().getTotalTokens() > 0)
                .hasSize(1);
        assertThat(chunks)
                .filteredOn(chunk ->
                        require(chunk.getResult()).getOutput().getMetadata().containsKey("seen"))
                .hasSize(1);
        assertThat(chunks.get(chunks.size() - 1).getMetadata().<String>get("fingerprint"))
                .isEqualTo("f-7");
    }

    @Test
    void thinking_in_metadata_is_sent_as_it_comes_and_dropped_if_the_program_says_so() throws Exception {
        Generation thought = new Generation(AssistantMessage.builder()
                .content("hm")
                .properties(Map.of("isThought", true, "signature", "s-1"))
                .build());
        read(prompt(advisors(new Shift())));

        write(new ChatResponse(List.of(thought)));
        ChatClientResponse sent =
                require(require(signals.poll(20, TimeUnit.SECONDS)).get());
        assertThat(text(sent)).isEqualTo("hm");
        assertThat(require(require(sent.chatResponse()).getResult()).getOutput().getMetadata())
                .containsEntry("isThought", true)
                .containsEntry("signature", "s-1");
        write(Replies.text("Αβγ."));
        model.tryEmitComplete();
        assertThat(nextText()).doesNotContain("hm");
        assertThat(signals)
                .allSatisfy(signal -> assertThat(String.valueOf(signal.get())).doesNotContain("hm"));

        ScriptedModel dropped = new ScriptedModel().turn(new ChatResponse(List.of(thought)), Replies.text("Αβγ."));
        assertThat(ChatClient.builder(dropped)
                        .defaultAdvisors(advisors(new Shift())
                                .thinking(ThinkingPolicy.DROP)
                                .build())
                        .build()
                        .prompt("hi")
                        .stream()
                        .content()
                        .collectList()
                        .block(SOON))
                .doesNotContain("hm");
    }

    @Test
    void a_sentence_that_fails_ends_the_stream_behind_those_before_it() throws Exception {
        Aligner failing = windows((request, context) -> {
            if (request.answer().contains("η")) {
                throw new AlignerException("no correction");
            }
            return Correction.of(request.answer(), Shift.shift(request.answer()));
        });
        read(prompt(advisors(stack(failing, FailurePolicy.failClosed()))));

        write(Replies.word("Αβγαβγ. Αβ"));
        assertThat(read(7)).isEqualTo(Shift.shift("Αβγαβγ."));
        write(Replies.word("γη. Αβγ. "), Replies.word("Αβγ"));

        assertThat(end().getThrowable()).isInstanceOf(AlignerException.class).hasMessageContaining("no correction");
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_refusal_takes_the_place_of_its_sentence_and_ends_the_stream() throws Exception {
        Aligner failing = windows((request, context) -> {
            if (request.answer().contains("η")) {
                throw new AlignerException("no correction");
            }
            return Correction.of(request.answer(), Shift.shift(request.answer()));
        });
        read(prompt(advisors(stack(failing, FailurePolicy.refuse("I can't say that.")))));

        write(Replies.word("Αβγαβγ. Αβ"));
        assertThat(read(7)).isEqualTo(Shift.shift("Αβγαβγ."));
        write(Replies.word("γη. Αβγ. "));
        assertThat(read(17)).isEqualTo("I can't say that.");

        ChatClientResponse last = null;
        Signal<ChatClientResponse> signal = require(signals.poll(20, TimeUnit.SECONDS));
        while (signal.isOnNext()) {
            last = require(signal.get());
            assertThat(text(last)).isEmpty();
            signal = require(signals.poll(20, TimeUnit.SECONDS));
        }
        assertThat(signal.isOnComplete()).isTrue();
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(require(require(last).chatResponse()).hasFinishReasons(Set.of("CONTENT_FILTER")))
                .isTrue();
        assertThat(AlignerAdvisor.corrections(require(last)))
                .singleElement()
                .satisfies(correction -> assertThat(correction.answer()).endsWith("I can't say that."));
    }

    @Test
    void disposing_of_the_stream_cancels_the_aligner_and_the_model() throws Exception {
        CountDownLatch correcting = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Aligner stuck = windows((request, context) -> {
            correcting.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
            }
            return Correction.of(request.answer(), request.answer());
        });
        Disposable reading = read(prompt(advisors(stuck)));
        write(Replies.word("Αβγαβγ. Αβγ. "), Replies.word("Αβγ"));
        assertThat(correcting.await(20, TimeUnit.SECONDS)).isTrue();

        reading.dispose();

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(signals).isEmpty();
    }

    @Test
    void an_error_of_the_model_follows_what_was_corrected() throws Exception {
        read(prompt(advisors(new Shift())));
        write(Replies.word("Αβγαβγ. Αβ"));
        assertThat(read(7)).isEqualTo(Shift.shift("Αβγαβγ."));

        model.tryEmitError(new IllegalStateException("upstream"));

        assertThat(end().getThrowable())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("upstream");
    }

    @Test
    void an_answer_that_a_filter_ended_before_its_first_sentence_passes_as_it_came() {
        ScriptedModel filtered =
                new ScriptedModel().turn(Replies.of(Replies.generation("I can not", Map.of(), "content_filter")));

        assertThat(ChatClient.builder(filtered)
                        .defaultAdvisors(advisors(windows((request, context) -> {
                                    throw new AlignerException("not asked");
                                }))
                                .build())
                        .build()
                        .prompt("hi")
                        .stream()
                        .content()
                        .collectList()
                        .block(SOON))
                .containsExactly("I can not");
    }

    @Test
    void a_requested_format_and_text_that_a_policy_may_concern_are_held_back() {
        String answer = "Αβγ. Αβγ. Αβγ.";
        Flux<ChatResponse> chunks = Flux.just(Replies.word("Αβγ. "), Replies.word("Αβγ. "), Replies.text("Αβγ."));
        Whole whole = new Whole();
        ChatClient client = ChatClient.builder(new ScriptedModel().turn(chunks))
                .defaultAdvisors(advisors(whole)
                        .toolCallText(ToolCallTextPolicy.DROP)
                        .structuredOutput(StructuredOutputPolicy.VALUES)
                        .build())
                .build();

        client
                .prompt("hi")
                .tools(FunctionToolCallback.builder("weather", (Map<String, Object> input) -> "sunny")
                        .inputType(Map.class)
                        .build())
                .stream()
                .content()
                .blockLast(SOON);
        client.prompt("hi").advisors(a -> a.param("spring.ai.chat.client.structured.output.schema", "{}")).stream()
                .content()
                .blockLast(SOON);

        assertThat(whole.answers).containsExactly(answer, answer);
    }

    @Test
    void an_aligner_that_needs_the_whole_answer_is_refused_when_the_advisors_are_built() {
        assertThatThrownBy(() -> advisors(new Civility()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("supports windows");
        assertThatThrownBy(() -> advisors(new Shift())
                        .chains(Map.of("open", stack(new Shift(), FailurePolicy.failOpen())))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fail");
    }

    private static Aligner windows(Aligner aligner) {
        return new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                return aligner.correct(request, context);
            }

            @Override
            public boolean supportsWindows() {
                return true;
            }
        };
    }

    /** Notes the answers that it is shown. */
    private static final class Whole implements Aligner {

        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            answers.add(request.answer());
            return Correction.of(request.answer(), request.answer());
        }

        @Override
        public boolean supportsWindows() {
            return true;
        }
    }
}
