// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.template;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import io.github.aligner4j.completion.Prompt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The files in {@code prompts/} were written out by hand from the sources that {@link CorrectionTemplates} cites. */
class PublishedPromptsTest {

    private static final CorrectionRequest EGG =
            CorrectionRequest.of("How do I boil an egg?", "Figure it out, genius.\nTen minutes.");

    @ParameterizedTest
    @ValueSource(strings = {"aligner-7b", "aligner-correction", "aligner-2b", "aligner-empathy"})
    void single_turn_templates_are_the_published_ones_byte_for_byte(String id) throws IOException {
        CorrectionTemplate template = CorrectionTemplates.byId(id, List.of(), null);
        assertThat(template.render(EGG).prompt()).isEqualTo(Prompt.of(file(id)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chatml", "llama3"})
    void align_anything_is_framed_by_the_base_models_special_tokens(String chat) throws IOException {
        CorrectionPrompt prompt = CorrectionTemplates.byId("align-anything", List.of(), ChatFormat.byName(chat))
                .render(EGG);
        assertThat(prompt.prompt().text()).isEqualTo(file("align-anything-" + chat));
        assertThat(prompt.answerPrefix()).isEqualTo("##CORRECTION: ");
        assertThat(prompt.prediction()).isEqualTo("##CORRECTION: " + EGG.answer());
        assertThat(prompt.prompt().segments())
                .filteredOn(segment -> segment instanceof Prompt.Text)
                .noneMatch(segment -> segment.text().contains("<|"));
    }

    @Test
    void a_template_without_a_question_reads_the_answer_alone() {
        FramedTemplate template =
                FramedTemplate.of("##Answer: {answer} ##Correction:", List.of(Marker.label("##Answer:")));
        assertThat(template.render(EGG).prompt().text())
                .isEqualTo("##Answer: " + EGG.answer() + " ##Correction:")
                .isEqualTo(template.render(CorrectionRequest.of("{answer}?", EGG.answer()))
                        .prompt()
                        .text());
        assertThatThrownBy(template::withTranscript)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{question} exactly once");
    }

    @Test
    void metaaligner_reads_its_authors_words_for_each_aspect() throws IOException {
        assertThat(meta("metaaligner-hh-rlhf", "harmlessness", "humour")
                        .render(EGG)
                        .prompt()
                        .text())
                .isEqualTo(file("metaaligner-hh-rlhf"));
        assertThat(meta("metaaligner-ultrafeedback", "honesty")
                        .render(EGG)
                        .prompt()
                        .text())
                .isEqualTo(file("metaaligner-ultrafeedback"));
        assertThat(meta("metaaligner-imhi", "correctness").render(EGG).prompt().text())
                .isEqualTo(file("metaaligner-imhi"));
    }

    @Test
    void a_multi_turn_template_reads_the_conversation_and_an_aspect_in_words_of_ones_own() throws IOException {
        CorrectionRequest request = EGG.withConversation(
                List.of(new Turn(Turn.Role.USER, "Hello"), new Turn(Turn.Role.ASSISTANT, "What now?")));
        CorrectionTemplate template =
                meta("metaaligner-hh-rlhf", "be as kind as you can").withTranscript();
        assertThat(template.render(request).prompt().text()).isEqualTo(file("metaaligner-hh-rlhf-transcript"));
    }

    @Test
    void known_checkpoints_carry_their_template_by_name() {
        assertThat(CorrectionTemplates.idByCheckpointName("aligner/aligner-7b-v1.0"))
                .contains("aligner-7b");
        assertThat(CorrectionTemplates.idByCheckpointName("my-own")).isEmpty();
    }

    @Test
    void what_is_missing_or_unknown_is_named_with_the_choices() {
        assertThatThrownBy(() -> CorrectionTemplates.byId("alpaca", List.of(), null))
                .hasMessageContaining("aligner-7b")
                .hasMessageContaining("metaaligner-imhi")
                .hasMessageContaining("but was 'alpaca'");
        assertThatThrownBy(() -> CorrectionTemplates.byId("align-anything", List.of(), null))
                .hasMessageContaining("chatml, llama3");
        assertThatThrownBy(() -> meta("metaaligner-imhi")).hasMessageContaining("at least one aspect");
        assertThatThrownBy(() -> meta("metaaligner-imhi", "kindness"))
                .hasMessageContaining("harmlessness")
                .hasMessageContaining("but was 'kindness'");
        assertThatThrownBy(() -> ChatFormat.byName("vicuna")).hasMessageContaining("but was 'vicuna'");
    }

    private static FramedTemplate meta(String id, String... aspects) {
        return CorrectionTemplates.byId(id, List.of(aspects), null);
    }

    private static String file(String name) throws IOException {
        try (InputStream in = PublishedPromptsTest.class.getResourceAsStream("/prompts/" + name + ".txt")) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
