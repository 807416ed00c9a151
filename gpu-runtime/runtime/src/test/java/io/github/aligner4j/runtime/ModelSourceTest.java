// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.hub.HubSource;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelSourceTest {

    @Test
    void text_names_the_class_path_or_a_folder() {
        assertThat(ModelSource.parse("embedded"))
                .isEqualTo(ModelSource.embedded())
                .isEqualTo(ModelSource.embedded("civility"));
        assertThat(ModelSource.parse("embedded:empathy")).isEqualTo(ModelSource.embedded("empathy"));
        assertThat(ModelSource.parse("models/aligner-7b"))
                .isEqualTo(ModelSource.folder(Path.of("models", "aligner-7b")));
        assertThat(ModelSource.parse("./embedded")).isEqualTo(ModelSource.folder(Path.of(".", "embedded")));
    }

    @Test
    void an_address_of_the_hub_names_a_model_there() {
        assertThat(ModelSource.parse("hf://aligner/aligner-7b-v1.0"))
                .isEqualTo(ModelSource.hub("aligner/aligner-7b-v1.0"))
                .isEqualTo(ModelSource.hub(HubSource.of("aligner/aligner-7b-v1.0")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelSource.parse("HF://aligner"))
                .withMessageContaining("a model on the hub is written hf://ORG/REPO[@REVISION][/SUBFOLDER]");
    }

    @Test
    void an_address_of_another_form_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelSource.parse("https://huggingface.co/aligner/aligner-7b-v1.0"))
                .withMessage(
                        "a model source must be a folder, embedded, embedded:NAME, or "
                                + "hf://ORG/REPO[@REVISION][/SUBFOLDER], but was 'https://huggingface.co/aligner/aligner-7b-v1.0'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded:civility", "embedded:empathy", "models", "hf://org/repo@v1/lora", "C:models"})
    void a_source_is_written_as_it_is_read(String text) {
        assertThat(ModelSource.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void blank_text_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelSource.parse(text))
                .withMessage(
                        "a model source must not be blank; give a folder, embedded, embedded:NAME, or hf://ORG/REPO");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "..", "civility/adapters/empathy", ""})
    void a_checkpoint_that_is_not_on_the_class_path_is_named(String name) {
        assertThatThrownBy(() -> CheckpointAligner.open(ModelSource.embedded(name)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageEndingWith(
                        "the embedded checkpoint '" + name + "' is not on the class path; name a checkpoint folder");
    }
}
