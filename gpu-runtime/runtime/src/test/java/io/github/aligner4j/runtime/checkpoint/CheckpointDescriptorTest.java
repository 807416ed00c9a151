package io.github.aligner4j.runtime.checkpoint;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.template.CorrectionPrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(CheckpointDescriptors.read(folder).template()).isEqualTo("aligner-7b");
        Path named = Files.createDirectory(folder.resolve("aligner-7b-v1.0"));
        assertThat(CheckpointDescriptors.read(named).template()).isEqualTo("aligner-7b");
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
                "{\"template\": \"aligner-7b\", \"window\": {\"answerCharacters\": 9, \"questionCharacters\": 0, \"leastShare\": 1.5}}; leastShare must be 0 to 1, but was 1.5",
                "{\"template\": \"aligner-7b\", \"window\": {\"answerCharacters\": 1, \"questionCharacters\": 0}}; 2 characters",
                "{\"prompt\": {\"text\": null}}; Invalid `null` value encountered for property \"text\"",
                "{\"template\": \"metaaligner-imhi\", \"aspects\": [null]}; Invalid `null` value",
                "{\"prompt\": {\"text\": \"{question}{answer}\", \"labels\": [null]}}; Invalid `null` value",
                "{\"template\": \"aligner-7b\", \"strength\": {\"vectors\": null}}; Invalid `null` value",
                "not json; not a descriptor"
            })
    void a_descriptor_that_says_nothing_or_nonsense_is_refused(String json, String why) throws IOException {
        describe(json);
        assertThatThrownBy(() -> CheckpointDescriptors.read(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("aligner.json")
                .hasMessageContaining(why);
    }

    private CorrectionPrompt render(String json) throws IOException {
        describe(json);
        return CheckpointDescriptors.read(folder).correctionTemplate().render(REQUEST);
    }

    private void describe(String json) throws IOException {
        Files.writeString(folder.resolve("aligner.json"), json);
    }
}
