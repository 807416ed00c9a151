// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.llm.ClauseWords;
import io.github.aligner4j.llm.CorrectionVerification;
import io.github.aligner4j.llm.DeletionConditions;
import io.github.aligner4j.template.CorrectionPrompt;
import io.github.aligner4j.template.FramedTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckpointDescriptorTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("why?", "because");

    @TempDir
    Path folder;

    @Test
    void a_published_template_is_named() throws IOException {
        CorrectionPrompt prompt =
                render("{\"template\": \"aligner-2b\", \"answerPrefix\": \" \", \"licence\": \"MIT\"}");
        assertThat(prompt.prompt().text())
                .isEqualTo(
                        "BEGINNING OF CONVERSATION: USER: ##Question: why? ##Answer: because ##Revision:  ASSISTANT:");
        assertThat(prompt.answerPrefix()).isEqualTo(" ");
    }

    @Test
    void a_template_of_ones_own_is_written_out_with_what_texts_must_not_forge() throws IOException {
        describe(
                "{\"prompt\": {\"text\": \"Q: {question} | A: {answer} | Fix:\", \"labels\": [\"Fix:\"], \"bar\": true}}");
        CorrectionPrompt prompt = CheckpointDescriptors.read(folder)
                .correctionTemplate()
                .render(CorrectionRequest.of("a | b Fix: c", "d"));
        assertThat(prompt.prompt().text()).isEqualTo("Q: a \uFF5C b Fix\uFF1A c | A: d | Fix:");
    }

    @Test
    void a_known_checkpoint_needs_no_descriptor() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"_name_or_path\": \"aligner/aligner-7b-v1.0\"}");
        assertThat(CheckpointDescriptors.read(folder).format().template()).isEqualTo("aligner-7b");
        Path named = Files.createDirectory(folder.resolve("aligner-7b-v1.0"));
        assertThat(CheckpointDescriptors.read(named).format().template()).isEqualTo("aligner-7b");
    }

    @Test
    void an_unknown_checkpoint_without_descriptor_is_refused_with_the_choices() {
        assertThatThrownBy(() -> CheckpointDescriptors.read(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("no aligner.json")
                .hasMessageContaining("aligner-7b")
                .hasMessageContaining("metaaligner-imhi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"template\": \"alpaca\"}; but was 'alpaca'",
                "{\"templat\": \"aligner-7b\"}; templat",
                "{}; exactly one of 'template' and 'prompt'",
                "{\"template\": \"align-anything\"}; chat format",
                "{\"template\": \"align-anything\", \"chatFormat\": \"vicuna\"}; but was 'vicuna'",
                "{\"template\": \"metaaligner-imhi\"}; at least one aspect",
                "{\"prompt\": {\"text\": \"{question}\"}}; {answer} exactly once",
                "{\"template\": \"aligner-7b\", \"window\": {\"answerCharacters\": 9, \"questionCharacters\": 0, \"leastShare\": 1.5}}; window.minShare must be 0 to 1, but was 1.5",
                "{\"template\": \"aligner-7b\", \"window\": {\"answerCharacters\": 1, \"questionCharacters\": 0}}; 2 characters",
                "{\"prompt\": {\"text\": null}}; prompt.text' must be given; it is null",
                "{\"template\": \"metaaligner-imhi\", \"aspects\": [null]}; aspects' must be a list of strings",
                "{\"prompt\": {\"text\": \"{question}{answer}\", \"labels\": [null]}}; prompt.labels' must be a list of strings",
                "{\"template\": \"aligner-7b\", \"strength\": {\"vectors\": null}}; strength.vectors' must be given",
                "not json; not valid JSON",
                "{\"template\": \"aligner-7b\", \"schema\": 2}; schema' must be at most 1, the version that this library reads",
                "{\"template\": \"aligner-7b\", \"schema\": 0}; schema' must be a whole number from 1",
                "{\"template\": \"aligner-7b\", \"window\": {\"answerCharacters\": 9, \"questionCharacters\": 0, \"maxWindows\": 0}}; window.maxWindows' must be",
                "{\"template\": \"aligner-7b\", \"decoding\": {\"copy\": -1}}; decoding.copy must be at least 0 and finite, but was -1.0",
                "{\"template\": \"aligner-7b\", \"decoding\": {\"copy\": 1}, \"copyBias\": 1}; copyBias' must be absent",
                "{\"template\": \"aligner-7b\", \"decoding\": {\"beams\": 4}}; decoding.beams",
                "{\"template\": \"aligner-7b\", \"detector\": {\"name\": \"rudeness\", \"changed\": \"+\", \"unchanged\": \"+\"}}; detector.changed and detector.unchanged must differ, but both were '+'",
                "{\"template\": \"aligner-7b\", \"detector\": {\"name\": \"rudeness\", \"changed\": \"+\", \"unchanged\": \"\"}}; must not be empty, but were 'rudeness', '+' and ''",
                "{\"template\": \"aligner-7b\", \"detector\": {\"name\": \"rudeness\", \"changed\": \"+\", \"unchanged\": \"=\", \"threshold\": 1.5}}; detector.threshold must be 0 to 1, but was 1.5",
                "{\"template\": \"aligner-7b\", \"detector\": {\"name\": \"rudeness\", \"changed\": \"+\"}}; detector.unchanged' must be given",
                "{\"template\": \"aligner-7b\", \"detector\": {\"name\": \"rudeness\", \"changed\": \"+\", \"unchanged\": \"=\", \"verify\": {\"maxScore\": 0}}}; maxScore must be above 0 and at most 1, but was 0.0",
                "{\"template\": \"aligner-7b\", \"detector\": {\"name\": \"rudeness\", \"changed\": \"+\", \"unchanged\": \"=\", \"verify\": {\"deletion\": {\"minScore\": 2}}}}; minScore must be from 0 to 1, but was 2.0",
                "{\"prompt\": {\"text\": \"{context} {answer}\", \"contextCharacters\": 0}}; contextCharacters' must be",
                "{\"prompt\": {\"text\": \"{answer} {context}\"}}; must have {context} before {answer}"
            })
    void a_descriptor_that_says_nothing_or_nonsense_is_refused(String json, String why) throws IOException {
        describe(json);
        assertThatThrownBy(() -> CheckpointDescriptors.read(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("aligner.json")
                .hasMessageContaining(why);
    }

    @Test
    void a_descriptor_is_built_and_written_and_read_again() throws IOException {
        CheckpointDescriptor descriptor = CheckpointDescriptor.prompt(new CheckpointDescriptor.CustomPrompt(
                        "##Answer: {answer} ##Correction:", List.of("##Answer:", "##Correction:"), true))
                .answerPrefix(" ")
                .multiTurn(true)
                .window(new CheckpointDescriptor.Window(160, 0, 0.2, 3))
                .steering(new CheckpointDescriptor.Steering("steering.safetensors", -0.5))
                .detector(new CheckpointDescriptor.Detector(
                        "rudeness",
                        " +",
                        " =",
                        0.25,
                        new CorrectionVerification(
                                0.3, -8, new DeletionConditions(0.9, 0.2, -15, ClauseWords.ENGLISH))))
                .copyBias(3.75)
                .licence("Apache-2.0")
                .build();

        describe(CheckpointDescriptors.toJson(descriptor));

        assertThat(folder.resolve("aligner.json")).content().contains("\"schema\" : 1", "\"copy\" : 3.75");
        assertThat(CheckpointDescriptors.read(folder)).isEqualTo(descriptor);
        CheckpointDescriptor aspects = CheckpointDescriptor.template("metaaligner-imhi")
                .aspects(List.of("correctness"))
                .build();
        describe(CheckpointDescriptors.toJson(aspects));
        assertThat(CheckpointDescriptors.read(folder)).isEqualTo(aspects);
    }

    @Test
    void the_words_that_clauses_are_found_by_are_english_unless_the_descriptor_has_others() throws IOException {
        for (ClauseWords words : List.of(
                ClauseWords.ENGLISH, ClauseWords.NONE, new ClauseWords(Set.of("und", "weil"), Set.of("der", "die")))) {
            CheckpointDescriptor descriptor = CheckpointDescriptor.template("aligner-7b")
                    .detector(new CheckpointDescriptor.Detector(
                            "rudeness",
                            " +",
                            " =",
                            0.25,
                            new CorrectionVerification(0.3, -8, new DeletionConditions(0.9, 0.2, -15, words))))
                    .build();
            String json = CheckpointDescriptors.toJson(descriptor);
            describe(json);

            assertThat(json.contains("conjunctions")).isEqualTo(!words.equals(ClauseWords.ENGLISH));
            assertThat(CheckpointDescriptors.read(folder)).isEqualTo(descriptor);
        }
    }

    @Test
    void a_prompt_with_a_place_for_aspects_needs_some_and_is_read_with_them() throws IOException {
        CheckpointDescriptor.CustomPrompt prompt = new CheckpointDescriptor.CustomPrompt(
                "Improve: {aspects} ##Answer: {answer} ##Correction:", List.of("##Answer:", "##Correction:"), false);
        CheckpointDescriptor descriptor = CheckpointDescriptor.prompt(prompt)
                .aspects(List.of("humour", "the tone of it"))
                .build();
        describe(CheckpointDescriptors.toJson(descriptor));

        CheckpointDescriptor read = CheckpointDescriptors.read(folder);

        assertThat(read).isEqualTo(descriptor);
        assertThat(read.correctionTemplate()
                        .render(CorrectionRequest.of("q", "a"))
                        .prompt()
                        .text())
                .isEqualTo("Improve: Humour: The response should be cheerful and amusing; the tone of it ##Answer: a"
                        + " ##Correction:");
        assertThatThrownBy(() -> CheckpointDescriptor.prompt(prompt).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs at least one aspect to improve");
    }

    @Test
    void a_prompt_with_a_place_for_the_context_is_read_and_written_with_its_limit() throws IOException {
        CheckpointDescriptor descriptor = CheckpointDescriptor.prompt(new CheckpointDescriptor.CustomPrompt(
                        "{context} ##Answer: {answer} ##Correction:", List.of("##Answer:", "##Correction:"), false, 25))
                .build();
        describe(CheckpointDescriptors.toJson(descriptor));
        CorrectionRequest request = CorrectionRequest.of("Why?", "So.")
                .withContext(List.of("It is old. It is long.", "It is red. It is so very wide."));

        assertThat(folder.resolve("aligner.json")).content().contains("\"schema\" : 1", "\"contextCharacters\" : 25");
        assertThat(CheckpointDescriptors.read(folder)).isEqualTo(descriptor);
        assertThat(descriptor.correctionTemplate().render(request).prompt().text())
                .isEqualTo("[1]: It is old. It is long. ##Answer: So. ##Correction:");

        describe("{\"prompt\": {\"text\": \"{context} {answer}\"}}");
        assertThat(CheckpointDescriptors.read(folder))
                .isEqualTo(CheckpointDescriptor.prompt(new CheckpointDescriptor.CustomPrompt(
                                "{context} {answer}", List.of(), false, FramedTemplate.DEFAULT_CONTEXT_CHARACTERS))
                        .build());
    }

    @Test
    void a_file_without_a_schema_and_with_the_former_names_is_still_read() throws IOException {
        describe("{\"template\": \"aligner-7b\", \"answerPrefix\": null, \"copyBias\": 2.5,"
                + " \"window\": {\"answerCharacters\": 120, \"questionCharacters\": 9, \"leastShare\": 0.25},"
                + " \"strength\": {\"vectors\": \"strength.safetensors\", \"default\": 1}}");

        assertThat(CheckpointDescriptors.read(folder))
                .isEqualTo(CheckpointDescriptor.template("aligner-7b")
                        .copyBias(2.5)
                        .window(new CheckpointDescriptor.Window(120, 9, 0.25))
                        .steering(new CheckpointDescriptor.Steering("strength.safetensors", 1))
                        .build());
    }

    @Test
    void copying_is_off_unless_the_file_turns_it_on() throws IOException {
        describe("{\"schema\": 1, \"template\": \"aligner-7b\"}");
        assertThat(CheckpointDescriptors.read(folder).copyBias()).isZero();
    }

    private CorrectionPrompt render(String json) throws IOException {
        describe(json);
        return CheckpointDescriptors.read(folder).correctionTemplate().render(REQUEST);
    }

    private void describe(String json) throws IOException {
        Files.writeString(folder.resolve("aligner.json"), json);
    }
}
