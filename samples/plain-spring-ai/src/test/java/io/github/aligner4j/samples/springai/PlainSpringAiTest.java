// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.springai;

import io.github.aligner4j.samples.springai.PlainSpringAi.RudeModel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlainSpringAiTest {

    @Test
    void the_user_and_the_memory_get_corrected_answers() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PlainSpringAi.converse(new RudeModel(), new PrintStream(output, true, StandardCharsets.UTF_8));

        assertThat(output.toString(StandardCharsets.UTF_8).lines())
                .hasSize(8)
                .anyMatch(line -> line.startsWith("Answer:    Java is old"))
                .anyMatch(line -> line.startsWith("Answer:    Write a test"))
                .anyMatch(line -> line.startsWith("In memory: AssistantMessage") && line.contains("Java is old"))
                .anyMatch(line -> line.startsWith("In memory: AssistantMessage") && line.contains("Write a test"))
                .noneMatch(line -> line.contains("damn"));
    }

    @Test
    void without_the_aligner_the_same_model_is_rude() {
        assertThat(new RudeModel().call("Is my Java code any good?")).contains("damn code");
    }
}
