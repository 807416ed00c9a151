// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientResponse;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Corrections that callers see: by the listener, and in the response's context. */
class OnCorrectionTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Civility civility = new Civility();
    private final List<CorrectionRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Correction> corrections = new CopyOnWriteArrayList<>();

    private void record(CorrectionRequest request, Correction correction) {
        requests.add(request);
        corrections.add(correction);
    }

    private ChatClient client(ScriptedModel model, Aligner aligner) {
        return ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.builder(aligner)
                        .onCorrection(this::record)
                        .build())
                .build();
    }

    @Test
    void the_listener_gets_the_question_both_texts_and_what_each_layer_did() {
        ChatClient client = client(ScriptedModel.saying("you idiot", "fine"), AlignerStack.of("civility", civility));

        client.prompt("hi")
                .advisors(a -> a.param(AlignerAdvisor.ATTRIBUTE_PREFIX + "user", "42"))
                .call()
                .content();
        client.prompt("and now?").call().content();

        assertThat(requests).extracting(CorrectionRequest::question).containsExactly("hi", "and now?");
        assertThat(requests.get(0).attributes()).containsEntry("user", "42");
        assertThat(corrections).extracting(Correction::original).containsExactly("you idiot", "fine");
        assertThat(corrections).extracting(Correction::answer).containsExactly("you friend!", "fine");
        assertThat(corrections)
                .allSatisfy(correction -> assertThat(correction.layers())
                        .singleElement()
                        .satisfies(layer -> assertThat(layer.name()).isEqualTo("civility")));
    }

    @Test
    void the_context_of_a_response_has_the_same_corrections() {
        ChatClientResponse response = client(ScriptedModel.saying("you idiot"), civility)
                .prompt("hi")
                .call()
                .chatClientResponse();

        assertThat(AlignerAdvisor.corrections(response))
                .containsExactly(Correction.of("you idiot", "you friend!"))
                .isEqualTo(corrections);
    }

    @Test
    void the_last_response_of_a_stream_has_the_corrections_and_the_listener_was_called_before_it() {
        List<Integer> reported = new CopyOnWriteArrayList<>();

        List<ChatClientResponse> responses = require(
                client(new ScriptedModel().turn(Replies.word("you "), Replies.text("idiot")), civility)
                        .prompt("hi")
                        .stream()
                        .chatClientResponse()
                        .doOnNext(response -> reported.add(corrections.size()))
                        .collectList()
                        .block(SOON));

        ChatClientResponse last = responses.get(responses.size() - 1);
        assertThat(AlignerAdvisor.corrections(last)).containsExactly(Correction.of("you idiot", "you friend!"));
        assertThat(responses.subList(0, responses.size() - 1))
                .isNotEmpty()
                .allSatisfy(response ->
                        assertThat(AlignerAdvisor.corrections(response)).isEmpty());
        assertThat(reported.get(reported.size() - 1)).isEqualTo(1);
    }

    @Test
    void each_of_several_generations_is_reported() {
        client(
                        new ScriptedModel()
                                .turn(Replies.of(
                                        Replies.generation("idiot 1", Map.of("index", 0), "STOP"),
                                        Replies.generation("fine 2", Map.of("index", 1), "STOP"))),
                        civility)
                .prompt("hi")
                .call()
                .chatResponse();

        assertThat(corrections).extracting(Correction::answer).containsExactly("friend 1!", "fine 2");
    }

    @Test
    void answers_that_pass_and_failed_corrections_are_not_reported() {
        ChatClient passing = client(ScriptedModel.saying(" ", "42", "idiot"), civility);
        ChatClient failing = client(ScriptedModel.saying("you idiot"), (request, context) -> {
            throw new AlignerException("broken");
        });

        passing.prompt("hi").call().content();
        ChatClientResponse number = passing.prompt("hi").call().chatClientResponse();
        passing.prompt("hi")
                .advisors(a -> a.param(AlignerAdvisor.SKIP, true))
                .call()
                .content();

        assertThat(AlignerAdvisor.corrections(number)).isEmpty();
        assertThatThrownBy(() -> failing.prompt("hi").call().content()).isInstanceOf(AlignerException.class);
        assertThat(corrections).isEmpty();
    }

    @Test
    void an_exception_of_the_listener_does_not_end_the_call() {
        ChatClient client = ChatClient.builder(ScriptedModel.saying("you idiot"))
                .defaultAdvisors(AlignerAdvisors.builder(civility)
                        .onCorrection((request, correction) -> {
                            throw new AssertionError("you idiot");
                        })
                        .build())
                .build();

        assertThat(client.prompt("hi").call().content()).isEqualTo("you friend!");
        assertThat(client.prompt("hi").stream().content().collectList().block(SOON))
                .containsExactly("you f", "riend!");
    }
}
