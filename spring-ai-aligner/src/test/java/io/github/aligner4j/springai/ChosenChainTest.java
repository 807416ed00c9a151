// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.springai.RequestParametersTest.Way;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.client.ChatClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A request chooses the chain that corrects its answer, and the aspects to improve, blocking and streaming. */
class ChosenChainTest {

    private final Civility civility = new Civility();
    private final Civility strict = new Civility();
    private final Aligner shout = (request, context) ->
            Correction.of(request.answer(), request.answer().toUpperCase(Locale.ROOT));
    private final ChatClient client = client(Map.of("shout", shout, "strict", strict));

    private ChatClient client(Map<String, Aligner> chains) {
        return ChatClient.builder(ScriptedModel.saying("hello idiot"))
                .defaultAdvisors(AlignerAdvisors.builder(civility)
                        .attribute(RequestAttributes.CHAIN, "own")
                        .chains(chains)
                        .build())
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void a_request_chooses_a_chain_by_name(Way way) {
        assertThat(way.answer(client.prompt("hi").advisors(a -> a.param(AlignerAdvisor.CHAIN, "shout"))))
                .isEqualTo("HELLO IDIOT");
        assertThat(way.answer(client.prompt("hi"))).isEqualTo("hello friend!");
        assertThat(way.answer(client.prompt("hi").advisors(a -> a.param(AlignerAdvisor.CHAIN, "strict"))))
                .isEqualTo("hello friend!");

        assertThat(civility.requests)
                .singleElement()
                .extracting(CorrectionRequest::attributes)
                .isEqualTo(Map.of(RequestAttributes.CHAIN, "own"));
        assertThat(strict.requests)
                .singleElement()
                .extracting(CorrectionRequest::attributes)
                .isEqualTo(Map.of(RequestAttributes.CHAIN, "strict"));
    }

    @ParameterizedTest
    @EnumSource
    void an_unknown_chain_is_refused_with_the_names_of_those_there_are(Way way) {
        assertThatThrownBy(() -> way.answer(client.prompt("hi").advisors(a -> a.param(AlignerAdvisor.CHAIN, "gentle"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the advisor parameter aligner4j.chain names no chain: 'gentle'; there are shout, strict");
        assertThatThrownBy(() -> way.answer(
                        client(Map.of()).prompt("hi").advisors(a -> a.param(AlignerAdvisor.CHAIN, "gentle"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("there are none, set them by AlignerAdvisors.builder(aligner).chains(...)");
        assertThatThrownBy(() -> way.answer(client.prompt("hi").advisors(a -> a.param(AlignerAdvisor.CHAIN, 7))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the advisor parameter aligner4j.chain must be the name of a chain, a string, but was a"
                        + " java.lang.Integer");
        assertThat(civility.requests).isEmpty();
    }

    @Test
    void a_chain_has_a_name() {
        assertThatThrownBy(() -> AlignerAdvisors.builder(civility).chains(Map.of(" ", shout)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a chain's name must not be blank");
    }

    @ParameterizedTest
    @EnumSource
    void aspects_of_a_request_reach_the_aligner(Way way) {
        way.answer(client.prompt("hi").advisors(a -> a.param(AlignerAdvisor.ASPECTS, "kindness")));
        way.answer(client.prompt("hi").advisors(a -> a.param(AlignerAdvisor.ASPECTS, List.of("honesty", "brevity"))));

        assertThat(civility.requests)
                .extracting(CorrectionRequest::aspects)
                .containsExactly(List.of("kindness"), List.of("honesty", "brevity"));
    }

    @ParameterizedTest
    @EnumSource
    void aspects_that_are_no_texts_are_refused(Way way) {
        assertThatThrownBy(() -> way.answer(client.prompt("hi").advisors(a -> a.param(AlignerAdvisor.ASPECTS, 7))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a string or a collection of strings");
        assertThat(civility.requests).isEmpty();
    }
}
