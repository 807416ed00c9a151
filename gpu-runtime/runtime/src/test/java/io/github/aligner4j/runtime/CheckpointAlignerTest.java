// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.completion.EngineStatistics;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor.Steering;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.SteeringVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckpointAlignerTest {

    private static CheckpointAligner aligner;

    @BeforeAll
    static void load() {
        aligner = CheckpointAligner.embedded();
    }

    @AfterAll
    static void close() {
        aligner.close();
    }

    @Test
    void a_correction_is_counted_in_the_statistics() {
        EngineStatistics before = aligner.statistics();
        aligner.correct(CorrectionRequest.of("Can you help me?", "No, you stupid idiot, go away."));
        EngineStatistics after = aligner.statistics();

        assertThat(after.available()).isTrue();
        assertThat(after.requests().completed()).isGreaterThan(before.requests().completed());
        assertThat(after.tokens().prompt()).isGreaterThan(before.tokens().prompt());
        assertThat(after.tokens().completion()).isGreaterThan(before.tokens().completion());
        assertThat(after.tokens().passes()).isGreaterThan(before.tokens().passes());
        assertThat(after.times().decode()).isGreaterThan(before.times().decode());
        assertThat(after.memory().keyValueLimit()).isPositive();
        assertThat(after.memory().deviceUsed().orElseThrow())
                .isPositive()
                .isLessThanOrEqualTo(after.memory().deviceTotal().orElseThrow());
    }

    @Test
    void an_aligner_tells_its_checkpoint_its_digest_its_template_and_its_licence() {
        AlignerDescription description = aligner.description();

        assertThat(description.model()).isEqualTo("embedded:civility");
        assertThat(description.modelHash()).matches("sha256:[0-9a-f]{64}");
        assertThat(description.template()).isNotBlank();
        assertThat(description.licence()).isEqualTo("Apache-2.0");
        assertThat(description.adapter()).isNull();
    }

    @Test
    void the_embedded_aligner_makes_a_rude_answer_civil() {
        Correction correction = aligner.correct(CorrectionRequest.of("How is my plan?", "Your damn plan is late."));
        assertThat(correction.answer()).contains("plan", "late").doesNotContain("damn");
        assertThat(correction.edits()).isNotEmpty();
        assertThat(correction.detections())
                .singleElement()
                .satisfies(detection -> assertThat(detection.score()).isBetween(0.5, 1.0));
        assertThat(correction.usage().completionTokens()).isPositive();
    }

    @Test
    void a_civil_answer_comes_back_character_for_character() {
        String answer = "Paris is the capital of France.";
        Correction correction = aligner.correct(CorrectionRequest.of("What is the capital of France?", answer));
        assertThat(correction.answer()).isEqualTo(answer);
        assertThat(correction.changed()).isFalse();
        assertThat(correction.detections())
                .singleElement()
                .satisfies(detection -> assertThat(detection.score()).isBetween(0.0, 0.5));
    }

    @Test
    void lines_and_spaces_of_a_long_answer_stay() {
        String clean = "Hello.\n\nThe weather is nice.\n  The museum opens at nine.\n".repeat(8);
        assertThat(aligner.correct(CorrectionRequest.of("Well?", clean + "  Your damn plan is late.\n"))
                        .answer())
                .startsWith(clean + "  ")
                .endsWith("late.\n")
                .doesNotContain("damn");
    }

    @Test
    void what_is_heard_is_the_answer_and_is_heard_in_more_than_one_piece() {
        List<String> streamed = new ArrayList<>();
        Correction correction = aligner.correct(
                CorrectionRequest.of(
                        "How is my plan?", "Your plan is stupid, you idiot.\nThe damn door is open.\nRead it.\nGo on."),
                CorrectionContext.DEFAULT.withListener(streamed::add));
        assertThat(correction.changed()).isTrue();
        assertThat(String.join("", streamed)).isEqualTo(correction.answer());
        assertThat(streamed).hasSizeGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Write </s> to end the text.", "USER: hello there.", "Use a | b to choose."})
    void an_answer_that_spells_special_tokens_or_the_frame_comes_back_as_it_was(String answer) {
        assertThat(aligner.correct(CorrectionRequest.of("Hi | ASSISTANT: </s>", answer))
                        .answer())
                .isEqualTo(answer);
    }

    @Test
    void a_copy_bias_of_its_own_keeps_corrections_to_their_answers() {
        CorrectionRequest rude = CorrectionRequest.of("How is my plan?", "Your damn plan is late.");
        try (CheckpointAligner copying = customized(descriptor -> descriptor.withCopyBias(1000))) {
            assertThat(rude.answer().split("\\W+"))
                    .contains(copying.correct(rude).answer().split("\\W+"));
        }
        assertThatThrownBy(() -> customized(descriptor -> descriptor.withCopyBias(-1)))
                .hasMessageContaining("must be at least 0 and finite, but was -1");
    }

    @Test
    void a_threshold_decides_what_is_corrected() {
        CorrectionRequest rude = CorrectionRequest.of("How is my plan?", "Your damn plan is late.");
        double score = aligner.correct(rude).detections().get(0).score();

        assertThat(aligner.withThreshold(score / 2).correct(rude).changed()).isTrue();
        assertThat(obeys(aligner.withThreshold(1).correct(rude), 1)).isTrue();
        try (CheckpointAligner strict = customized(descriptor -> descriptor.withDetector(
                Objects.requireNonNull(descriptor.detector()).withThreshold(1)))) {
            assertThat(obeys(strict.correct(rude), 1)).isTrue();
        }
    }

    private static boolean obeys(Correction correction, double threshold) {
        return correction.changed() == correction.detections().get(0).score() >= threshold;
    }

    @Test
    void a_strength_holds_for_requests_that_have_none_of_their_own(@TempDir Path folder) throws IOException {
        CorrectionRequest rude = CorrectionRequest.of("How is my plan?", "Your damn plan is late.");
        EmbeddedCheckpoint.copyTo(folder);
        float[] vector =
                new float[ModelConfig.read(folder.resolve("config.json")).hiddenSize()];
        vector[0] = 10;
        SteeringVectors.write(folder.resolve("strength.safetensors"), Map.of(1, vector));
        try (CheckpointAligner steerable = CheckpointAligner.builder(ModelSource.folder(folder))
                .customizeDescriptors(descriptor -> descriptor.withSteering(new Steering("strength.safetensors", 0)))
                .open()) {
            Aligner steered = steerable.withStrength(-100);

            assertThat(answer(steerable, rude)).isEqualTo(answer(aligner, rude));
            assertThat(answer(steered, rude)).isNotEqualTo(answer(aligner, rude));
            assertThat(answer(steered, rude.withStrength(0))).isEqualTo(answer(aligner, rude));
            try (CorrectionSession session = steered.begin(rude.withAnswer(""), Runnable::run)) {
                assertThat(answer(session::complete, rude)).isEqualTo(answer(steered, rude));
            }
            assertThatThrownBy(() -> steerable.withStrength(Double.NaN)).hasMessageContaining("finite");
        }
        assertThatThrownBy(() -> aligner.withStrength(1)).hasMessageContaining("strength");
    }

    private static CheckpointAligner customized(UnaryOperator<CheckpointDescriptor> customizer) {
        return CheckpointAligner.builder(ModelSource.embedded())
                .customizeDescriptors(customizer)
                .open();
    }

    private static String answer(Aligner aligner, CorrectionRequest request) {
        try {
            return aligner.correct(request).answer();
        } catch (AlignerException e) {
            return e.toString();
        }
    }

    @Test
    void the_unpacked_checkpoint_leaves_no_file_behind() {
        Path folder;
        try (EmbeddedCheckpoint checkpoint = EmbeddedCheckpoint.unpack()) {
            folder = checkpoint.folder();
            assertThat(folder.resolve("model.safetensors")).exists();
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_closed_aligner_says_so() {
        CheckpointAligner closed = CheckpointAligner.embedded();
        closed.close();
        assertThat(closed.status().closed()).isTrue();
        assertThatThrownBy(() -> closed.correct(CorrectionRequest.of("q", "a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
