// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The advisor parameters of one request, blocking and streaming. */
class RequestParametersTest {

    private final Civility civility = new Civility();
    private final ChatClient client = ChatClient.builder(ScriptedModel.saying("hello idiot"))
            .defaultAdvisors(AlignerAdvisors.of(civility))
            .defaultAdvisors(advisors -> advisors.param(AlignerAdvisor.ATTRIBUTE_PREFIX + "application", "shop"))
            .build();

    /** The two ways to send a request. */
    enum Way {
        CALL {
            @Override
            String answer(ChatClientRequestSpec request) {
                return require(request.call().content());
            }
        },
        STREAM {
            @Override
            String answer(ChatClientRequestSpec request) {
                return String.join(
                        "", require(request.stream().content().collectList().block(Duration.ofSeconds(60))));
            }
        };

        abstract String answer(ChatClientRequestSpec request);
    }

    @ParameterizedTest
    @EnumSource
    void a_skipped_answer_passes_uncorrected(Way way) {
        assertThat(way.answer(client.prompt("hi").advisors(a -> a.param(AlignerAdvisor.SKIP, true))))
                .isEqualTo("hello idiot");
        assertThat(way.answer(client.prompt("hi").advisors(a -> a.param(AlignerAdvisor.SKIP, false))))
                .isEqualTo("hello friend!");
    }

    @ParameterizedTest
    @EnumSource
    void attributes_of_the_client_and_of_the_request_reach_the_aligner(Way way) {
        way.answer(client.prompt("hi")
                .advisors(a ->
                        a.param(AlignerAdvisor.ATTRIBUTE_PREFIX + "tenant", 7).param("unrelated", "x")));
        way.answer(
                client.prompt("hi").advisors(a -> a.param(AlignerAdvisor.ATTRIBUTE_PREFIX + "application", "forum")));

        assertThat(civility.requests)
                .extracting(request -> request.attributes())
                .containsExactly(Map.of("application", "shop", "tenant", 7), Map.of("application", "forum"));
    }

    @ParameterizedTest
    @EnumSource
    void a_deadline_reaches_the_aligner(Way way) {
        Instant deadline = Instant.now().plusSeconds(3600);

        way.answer(client.prompt("hi").advisors(a -> a.param(AlignerAdvisor.DEADLINE, deadline)));
        way.answer(client.prompt("hi"));

        assertThat(civility.contexts.get(0).deadline()).contains(deadline);
        assertThat(civility.contexts.get(1).deadline()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_deadline_of_another_type_is_refused(Way way) {
        assertThatThrownBy(() -> way.answer(
                        client.prompt("hi").advisors(a -> a.param(AlignerAdvisor.DEADLINE, Duration.ofSeconds(5)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the advisor parameter aligner4j.deadline must be a java.time.Instant, but was a"
                        + " java.time.Duration; set it to Instant.now().plus(...)");
        assertThat(civility.requests).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_question_that_the_program_sets_is_kept(Way way) {
        way.answer(client.prompt("Answer in French: hi").advisors(a -> a.param(AlignerAdvisor.QUESTION, "hi")));

        assertThat(civility.requests.get(0).question()).isEqualTo("hi");
    }

    @Test
    void parameters_of_one_request_do_not_last() {
        client.prompt("hi")
                .advisors(a -> a.param(AlignerAdvisor.SKIP, true))
                .call()
                .content();

        assertThat(client.prompt("hi").call().content()).isEqualTo("hello friend!");
    }
}
