// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The adapter that comes with the embedded checkpoint. */
class EmbeddedEmpathyTest {

    private static CheckpointAligner base;

    @BeforeAll
    static void load() {
        base = CheckpointAligner.builder(ModelSource.embedded())
                .adapter("empathy", ModelSource.embedded("empathy"))
                .open();
    }

    @AfterAll
    static void close() {
        base.close();
    }

    @Test
    void an_answer_to_a_plain_question_comes_back_exactly() {
        String answer = "Paris is the capital of France.\n\nIt lies on the Seine.";

        Correction correction = empathy().correct(CorrectionRequest.of("What is the capital of France?", answer));

        assertThat(correction.answer()).isEqualTo(answer);
        assertThat(correction.detections()).extracting(Detection::label).containsOnly("coldness");
    }

    @Test
    void the_base_and_the_adapter_detect_each_its_own() {
        assertThat(base.detector()).isPresent();
        assertThat(base.detector("empathy")).isPresent();
        CorrectionRequest rude = CorrectionRequest.of("Where is it?", "You idiot, the capital of France is Paris.");

        assertThat(base.correct(rude).detections()).extracting(Detection::label).containsExactly("rudeness");
        assertThat(base.correct(rude).answer()).doesNotContain("idiot");
        assertThat(empathy().correct(rude).detections())
                .extracting(Detection::label)
                .containsExactly("coldness");
    }

    private static Aligner empathy() {
        return base.withAdapter("empathy");
    }
}
