// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.completion.SamplingParameters;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PromptedSettingsTest {

    private static PromptedAligner.Builder aligner(String prompt, ChatScript model) {
        return PromptedAligner.builder(Prompts.byName(prompt), model);
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        ChatScript model = new ChatScript();
        assertThatThrownBy(() -> aligner("rewrite", model).maxRounds(0))
                .hasMessage("max-rounds must be at least 1, but was 0");
        assertThatThrownBy(() -> aligner("rewrite", model).samples(0))
                .hasMessage("samples must be at least 1, but was 0");
        assertThatThrownBy(() -> aligner("rewrite", model).principles(List.of()))
                .hasMessage("principles must be names or sentences, but there are none");
        assertThatThrownBy(() -> aligner("rewrite", model).principles(List.of(" ")))
                .hasMessage("principles must be names or sentences, but one is blank");
        assertThatThrownBy(() -> aligner("judge", model))
                .hasMessage("an Aligner needs prompts that correct, but those of the strategy 'judge' don't");
        assertThatThrownBy(() -> aligner("rewrite", model)
                        .samples(2)
                        .sampling(SamplingParameters.GREEDY)
                        .build())
                .hasMessage("2 greedy samples would all be the same; set a temperature above 0, or samples to 1");
    }
}
