// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.prompted.PromptedAligner;
import io.github.aligner4j.prompted.Prompts;
import io.github.aligner4j.springai.AlignerAdvisor;
import io.github.aligner4j.springai.AlignerAdvisors;
import io.github.aligner4j.springai.SpringAiChatCompletionModel;
import io.github.aligner4j.testkit.ScriptedAligner;
import io.github.aligner4j.text.Edit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.model.ChatModel;

import static org.assertj.core.api.Assertions.assertThat;

/** The recipes of docs/guide/cookbook.md for Spring AI. */
class SpringCookbookTest {

    private static final String RUDE = "Read the damn manual.";
    private static final String CIVIL = "Read the manual.";

    private final ChatModel model = SpringUpstream.saying(RUDE);
    private final ScriptedAligner aligner = ScriptedAligner.replacing("damn ", "");
    private final Aligner civility = aligner;
    private final Aligner disclaimer = Aligner.of(request -> request.answer() + "\n\nThis is no legal advice.");
    private final ChatClient client = ChatClient.builder(model)
            .defaultAdvisors(AlignerAdvisors.of(aligner))
            .build();

    @Test
    void one_request_is_not_corrected() {
        String raw = client.prompt("How?")
                .advisors(advisors -> advisors.param(AlignerAdvisor.SKIP, true))
                .call()
                .content();

        assertThat(raw).isEqualTo(RUDE);
    }

    @Test
    void the_response_has_the_corrections() {
        ChatClientResponse response = client.prompt("How?").call().chatClientResponse();
        Correction correction = AlignerAdvisor.corrections(response).get(0);
        String before = correction.original();
        List<Edit> edits = correction.edits();
        List<LayerTrace> layers = correction.layers();

        assertThat(before).isEqualTo(RUDE);
        assertThat(edits).extracting(Edit::original).containsExactly("damn ");
        assertThat(layers).isEmpty();
    }

    @Test
    void a_request_chooses_its_chain() {
        ChatClient client = ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.builder(civility)
                        .chains(Map.of("legal", disclaimer))
                        .build())
                .build();
        String answer = client.prompt("May I?")
                .advisors(advisors -> advisors.param(AlignerAdvisor.CHAIN, "legal"))
                .call()
                .content();

        assertThat(answer).endsWith("This is no legal advice.");
    }

    @Test
    void a_stream_is_corrected_by_sentence() {
        ChatModel model = SpringUpstream.saying("Read it. Call 55512345.");
        Aligner aligner = new CookbookTest.Masking();

        ChatClient client = ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.builder(aligner)
                        .streaming(StreamingPolicy.SENTENCE)
                        .build())
                .build();

        List<String> parts = Objects.requireNonNull(
                client.prompt("How?").stream().content().collectList().block());
        assertThat(String.join("", parts)).isEqualTo("Read it. Call #.");
    }

    @Test
    void a_request_has_a_deadline() {
        List<Instant> deadlines = new ArrayList<>();
        Aligner aligner = (request, context) -> {
            deadlines.add(context.deadline().orElseThrow());
            return Correction.of(request.answer(), CIVIL);
        };
        ChatClient client = ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.of(aligner))
                .build();

        String answer = client.prompt("How?")
                .advisors(advisors ->
                        advisors.param(AlignerAdvisor.DEADLINE, Instant.now().plusSeconds(5)))
                .call()
                .content();

        assertThat(answer).isEqualTo(CIVIL);
        assertThat(deadlines).hasSize(1);
    }

    @Test
    void values_of_json_are_corrected() {
        ChatModel model = SpringUpstream.saying("{\"hint\":\"" + RUDE + "\"}");

        ChatClient client = ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.builder(aligner)
                        .structuredOutput(StructuredOutputPolicy.VALUES)
                        .build())
                .build();

        assertThat(client.prompt("As JSON, how?").call().content()).isEqualTo("{\"hint\":\"" + CIVIL + "\"}");
    }

    @Test
    void a_chat_model_corrects_itself() {
        Aligner editor = PromptedAligner.builder(Prompts.byName("rewrite"), SpringAiChatCompletionModel.of(model))
                .principles(List.of("Answers are brief and never rude."))
                .build();

        assertThat(editor.correct(CorrectionRequest.of("How?", "Go away.")).answer())
                .isEqualTo(RUDE);
    }
}
