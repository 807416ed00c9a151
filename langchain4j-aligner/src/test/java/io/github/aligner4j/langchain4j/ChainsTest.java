// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A request chooses the chain that corrects its answer, and the aspects. */
class ChainsTest {

    private static final ChatRequestParameters STRICT =
            AlignmentParameters.builder().chain("strict").build();
    private static final ChatRequestParameters UNKNOWN =
            AlignmentParameters.builder().chain("stict").build();

    private final ScriptedAligner usual = ScriptedAligner.replacing("idiot", "friend");
    private final ScriptedAligner strict = ScriptedAligner.replacing("idiot", "madam");
    private final Map<String, Aligner> chains = Map.of("usual", usual, "strict", strict);
    private final ScriptedChatModel upstream = new ScriptedChatModel("you idiot");
    private final ScriptedStreamingChatModel streamingUpstream = new ScriptedStreamingChatModel("you idiot");
    private final AlignedChatModel model = AlignedChatModel.builder(upstream, usual)
            .attribute(RequestAttributes.CHAIN, "usual")
            .chains(chains)
            .build();
    private final AlignedStreamingChatModel streaming = AlignedStreamingChatModel.builder(streamingUpstream, usual)
            .chains(chains)
            .build();

    @Test
    void the_chosen_chain_corrects_whichever_way_the_model_is_called() {
        RecordingHandler handler = new RecordingHandler();
        streaming.chat(request(STRICT), handler);

        assertThat(model.chat(request(STRICT)).aiMessage().text()).isEqualTo("you madam");
        assertThat(model.doChat(request(STRICT)).aiMessage().text()).isEqualTo("you madam");
        assertThat(handler.await().aiMessage().text()).isEqualTo("you madam");
        assertThat(usual.requests()).isEmpty();
        assertThat(upstream.requests).noneMatch(sent -> sent.parameters() instanceof AlignmentParameters);
    }

    @Test
    void its_name_is_an_attribute_that_replaces_the_models() {
        model.chat("hi");
        model.chat(request(STRICT));

        assertThat(usual.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.attributes()).containsEntry(RequestAttributes.CHAIN, "usual"));
        assertThat(strict.requests())
                .singleElement()
                .satisfies(
                        request -> assertThat(request.attributes()).containsEntry(RequestAttributes.CHAIN, "strict"));
    }

    @Test
    void an_unknown_name_fails_with_the_names_that_there_are_before_the_upstream_model_is_called() {
        for (Runnable call : List.<Runnable>of(
                () -> model.chat(request(UNKNOWN)),
                () -> model.doChat(request(UNKNOWN)),
                () -> streaming.chat(request(UNKNOWN), new RecordingHandler()),
                () -> streaming.doChat(request(UNKNOWN), new RecordingHandler()))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "a request chose the chain 'stict', but the chains of its aligned model are [strict, usual];"
                                    + " choose one of them, or add it with builder(...).chains(...)");
        }
        assertThat(upstream.requests).isEmpty();
        assertThat(streamingUpstream.requests).isEmpty();
    }

    @Test
    void a_model_without_chains_says_so() {
        AlignedChatModel above = AlignedChatModel.wrap(model, ScriptedAligner.unchanged());

        assertThatThrownBy(() -> above.chat(request(STRICT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the chains of its aligned model are []");
    }

    @Test
    void the_choice_is_that_of_the_outermost_aligned_model() {
        ScriptedAligner outer = ScriptedAligner.replacing("friend", "colleague");
        AlignedChatModel above = AlignedChatModel.builder(model, ScriptedAligner.unchanged())
                .chains(Map.of("strict", outer))
                .build();

        assertThat(above.chat(request(STRICT)).aiMessage().text()).isEqualTo("you colleague");
        assertThat(strict.requests()).isEmpty();
    }

    @Test
    void the_same_aligner_with_other_chains_is_refused() {
        AlignedModelBuilder<AlignedChatModel> again =
                AlignedChatModel.builder(model, usual).chains(Map.of("usual", usual));

        assertThatThrownBy(again::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the model is already aligned by this Aligner with the chains [strict, usual]; unwrap it first to"
                                + " align it with the chains [usual]");
    }

    @Test
    void merging_keeps_a_chain_and_prefers_the_overriding_one() {
        AlignmentParameters deadline = AlignmentParameters.builder().topK(3).build();
        AlignmentParameters other = AlignmentParameters.builder().chain("usual").build();

        assertThat(((AlignmentParameters) STRICT.overrideWith(deadline)).chain())
                .isEqualTo("strict");
        assertThat(((AlignmentParameters) STRICT.overrideWith(other)).chain()).isEqualTo("usual");
        assertThat(((AlignmentParameters) STRICT.defaultedBy(other)).chain()).isEqualTo("strict");
        assertThat(deadline.defaultedBy(STRICT))
                .isNotEqualTo(deadline)
                .hasToString(STRICT.overrideWith(deadline).toString());
        assertThat(STRICT)
                .isNotEqualTo(other)
                .hasToString(STRICT.toString())
                .asString()
                .contains("chain=strict");
    }

    @Test
    void aspects_are_an_attribute_that_aligners_read() {
        model.chat(request(AlignmentParameters.builder()
                .aspects(List.of("humour", "Be brief."))
                .build()));
        model.chat(request(AlignmentParameters.builder()
                .aspects(List.of("humour"))
                .aspects(List.of())
                .build()));

        assertThat(usual.requests())
                .extracting(CorrectionRequest::aspects)
                .containsExactly(List.of("humour", "Be brief."), List.of());
        assertThatThrownBy(() -> AlignmentParameters.builder().aspects(List.of(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one is blank");
    }

    private static ChatRequest request(ChatRequestParameters parameters) {
        return ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(parameters)
                .build();
    }
}
