// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.Message;
import reactor.test.StepVerifier;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;

/** The surroundings of a stream that is corrected sentence by sentence: observations, listeners, memory, parameters, threads. */
class SentenceContextTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String TEXT = "Αβγ. Αβγ! Δε.";

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<String> observed = new CopyOnWriteArrayList<>();
    private final List<CorrectionRequest> requests = new CopyOnWriteArrayList<>();
    private final List<CorrectionContext> contexts = new CopyOnWriteArrayList<>();

    private final Aligner aligner = new Aligner() {
        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            requests.add(request);
            contexts.add(context);
            Observation current = registry.getCurrentObservation();
            observed.add(
                    current != null && current.getContext() instanceof AdvisorObservationContext advisor
                            ? advisor.getAdvisorName()
                            : "none");
            return Correction.of(request.answer(), Shift.shift(request.answer()));
        }

        @Override
        public boolean supportsWindows() {
            return true;
        }
    };

    private AlignerAdvisors.Builder advisors() {
        return AlignerAdvisors.builder(aligner).streaming(StreamingPolicy.SENTENCE);
    }

    private ChatClient.Builder client(AlignerAdvisors.Builder advisors, String thinking) {
        ScriptedModel model = new ScriptedModel()
                .turn(Replies.word(thinking + "Αβγ. "), Replies.word("Αβ"), Replies.word("γ! "), Replies.text("Δε."));
        return ChatClient.builder(model, registry, null, null).defaultAdvisors(advisors.build());
    }

    private static String stream(ChatClient client) {
        return require(client.prompt("hi").stream()
                .content()
                .collect(Collectors.joining())
                .block(SOON));
    }

    @Test
    void sentences_are_corrected_inside_the_observation_of_the_advisor() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });

        assertThat(stream(client(advisors().name("civil"), "").build())).isEqualTo(Shift.shift(TEXT));

        assertThat(observed).isNotEmpty().containsOnly("civil");
    }

    @Test
    void a_listener_sees_one_correction_of_the_whole_answer_and_memory_its_text() {
        List<Correction> corrections = new CopyOnWriteArrayList<>();
        ChatMemory memory = MessageWindowChatMemory.builder().build();
        ChatClient client = client(advisors().onCorrection((request, correction) -> corrections.add(correction)), "")
                .defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
                .defaultAdvisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, "c"))
                .build();

        stream(client);

        assertThat(corrections).singleElement().satisfies(correction -> {
            assertThat(correction.original()).isEqualTo(TEXT);
            assertThat(correction.answer()).isEqualTo(Shift.shift(TEXT));
        });
        assertThat(memory.get("c")).extracting(Message::getText).containsExactly("hi", Shift.shift(TEXT));
    }

    @Test
    void thinking_in_the_text_stays_in_front_of_the_first_sentence_or_is_dropped() {
        String thinking = "<think>Он. Да.</think>\n";

        assertThat(stream(client(advisors(), thinking).build())).isEqualTo(thinking + Shift.shift(TEXT));
        assertThat(stream(client(advisors().thinking(ThinkingPolicy.DROP), thinking)
                        .build()))
                .isEqualTo(Shift.shift(TEXT));
    }

    @Test
    void parameters_of_the_request_hold_for_each_sentence() {
        Instant deadline = Instant.now().plusSeconds(3600);
        ChatClient client = client(advisors().chains(Map.of("strict", aligner)), "")
                .defaultAdvisors(spec -> spec.param(AlignerAdvisor.CHAIN, "strict")
                        .param(AlignerAdvisor.DEADLINE, deadline)
                        .param(AlignerAdvisor.ATTRIBUTE_PREFIX + "tenant", "acme"))
                .build();

        stream(client);

        assertThat(requests).isNotEmpty().allSatisfy(request -> {
            assertThat(request.question()).isEqualTo("hi");
            assertThat(request.attributes()).containsEntry("chain", "strict").containsEntry("tenant", "acme");
        });
        assertThat(contexts).allSatisfy(context -> {
            assertThat(context.deadline()).contains(deadline);
            assertThat(context.upstream()).isEmpty();
        });
    }

    @Test
    void an_executor_that_takes_no_task_ends_the_stream_with_an_error() {
        ChatClient client = client(
                        advisors().executor(task -> {
                            throw new RejectedExecutionException("full");
                        }),
                        "")
                .build();

        StepVerifier.create(client.prompt("hi").stream().content())
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(AdvisorException.class)
                        .hasMessageStartingWith("the executor rejected the correction of a stream"))
                .verify(SOON);
        assertThat(requests).isEmpty();
    }
}
