// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.template.FramedTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PromptPrefixTest {

    private static final CorrectionRequest REQUEST =
            CorrectionRequest.of("Why?", "It is").withContext(List.of("The bridge is old.", "It is long."));

    @Test
    void the_prefix_ends_with_the_answer_so_far() {
        Prompt prefix = PromptPrefix.of(CorrectionTemplates.ALIGNER_CORRECTION, REQUEST);

        assertThat(prefix.text()).endsWith("##Question: Why?\n##Answer: It is");
    }

    @Test
    void retrieved_passages_are_in_the_prefix_of_every_answer() {
        FramedTemplate template = FramedTemplate.of("{context} Q: {question} A: {answer} C:", List.of())
                .withContextCharacters(20);

        assertThat(PromptPrefix.of(template, REQUEST).text()).isEqualTo("[1]: The bridge is old. Q: Why? A: It is");
        assertThat(template.render(REQUEST.withAnswer("It is old.")).prompt().text())
                .startsWith(PromptPrefix.of(template, REQUEST).text());
    }
}
