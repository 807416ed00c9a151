// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.langchain4j;

import io.github.aligner4j.samples.langchain4j.PlainLangChain4j.RudeModel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlainLangChain4jTest {

    @Test
    void corrected_answers_arrive_and_are_what_memory_holds() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PlainLangChain4j.converse(new RudeModel(), new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(8)
                .anyMatch(line -> line.startsWith("Answer:    Java is old"))
                .anyMatch(line -> line.startsWith("Answer:    Write a test"))
                .anyMatch(line -> line.startsWith("In memory: AiMessage") && line.contains("Java is old"))
                .anyMatch(line -> line.startsWith("In memory: AiMessage") && line.contains("Write a test"))
                .noneMatch(line -> line.contains("damn"));
    }

    @Test
    void without_the_aligner_the_same_model_is_rude() {
        assertThat(new RudeModel().chat("Is my Java code any good?")).contains("damn code");
    }
}
