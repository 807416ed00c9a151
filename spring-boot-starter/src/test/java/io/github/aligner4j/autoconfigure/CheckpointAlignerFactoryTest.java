// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The factory with the embedded checkpoint. */
class CheckpointAlignerFactoryTest {

    private static final CorrectionRequest RUDE = CorrectionRequest.of("How is my plan?", "Your damn plan is late.");

    private final DefaultAlignerFactory factory = new DefaultAlignerFactory(
            new AlignerProperties.Hub(null, null, null, null), new StaticListableBeanFactory());

    @Test
    void two_aligners_share_a_checkpoint_and_are_closed_together() {
        Map<String, Definition> definitions = new LinkedHashMap<>();
        definitions.put("a", Definition.embedded());
        definitions.put("b", Definition.embedded());
        List<OpenedAligner> opened = new ArrayList<>();
        factory.openSharing(definitions).values().forEach(aligner -> opened.add((OpenedAligner) aligner));
        ExecutorService executor = Executors.newSingleThreadExecutor();

        try (CorrectionSession session = opened.get(1).begin(RUDE.withAnswer(""), executor)) {
            session.append(RUDE.answer());
            assertThat(session.complete(RUDE, CorrectionContext.DEFAULT).answer())
                    .doesNotContain("damn")
                    .isEqualTo(opened.get(0).correct(RUDE).answer());
        }
        assertThat(factory.state(opened.get(1))).isEqualTo(factory.state(opened.get(0)));
        // Each correction is a request to the detector and one for the text.
        assertThat(factory.state(opened.get(0)).details()).containsEntry("completed", 6L);

        opened.forEach(OpenedAligner::close);
        executor.shutdown();
        assertThat(factory.state(opened.get(1)).usable()).isFalse();
    }

    @Test
    void the_threshold_of_a_definition_decides_what_is_corrected() {
        assertThat(corrected(Map.of("threshold", 0.5))).doesNotContain("damn");
        assertThat(corrected(Map.of("threshold", 1.0)))
                .as("no score is that high")
                .isEqualTo(RUDE.answer());
    }

    @Test
    void a_checkpoint_with_a_detector_is_warmed_up_by_corrections_as_well_and_keeps_its_threshold() {
        try (OpenedAligner aligner = (OpenedAligner) factory.open("a", Definition.embedded())) {
            factory.warmUp(aligner);
            long warm = completed(aligner);
            assertThat(warm)
                    .as("three runs, each with a request to the detector and at least one for the text")
                    .isGreaterThanOrEqualTo(6);
            assertThat(aligner.correct(RUDE.withAnswer("The plan is late.")).changed())
                    .isFalse();
            assertThat(completed(aligner)).isEqualTo(warm + 1);
        }
    }

    @Test
    void the_copy_bias_of_a_definition_keeps_corrections_to_their_answers() {
        CorrectionRequest stupid = RUDE.withAnswer("Your question is stupid, but I read it.");

        assertThat(corrected(Map.of(), stupid)).doesNotContain("stupid");
        assertThat(corrected(Map.of("copy-bias", 1000.0), stupid)).isEqualTo(stupid.answer());
    }

    @Test
    void a_strength_is_refused_by_a_checkpoint_without_steering_vectors() {
        Definition steered = Contexts.definition(Map.of("strength", 1.0));

        assertThatThrownBy(() -> factory.open("a", steered)).hasMessageContaining("has no steering vectors");
    }

    private long completed(OpenedAligner aligner) {
        return (long) Objects.requireNonNull(factory.state(aligner).details().get("completed"));
    }

    private String corrected(Map<String, Object> properties) {
        return corrected(properties, RUDE);
    }

    private String corrected(Map<String, Object> properties, CorrectionRequest request) {
        Definition definition = Contexts.definition(properties);
        try (OpenedAligner aligner = (OpenedAligner) factory.open("a", definition)) {
            return aligner.correct(request).answer();
        }
    }
}
