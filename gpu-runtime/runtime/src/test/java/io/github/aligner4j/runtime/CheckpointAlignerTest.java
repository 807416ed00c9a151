package io.github.aligner4j.runtime;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
    void the_embedded_aligner_makes_a_rude_answer_civil() {
        Correction correction = aligner.correct(CorrectionRequest.of("How is my plan?", "Your damn plan is late."));
        assertThat(correction.answer()).isEqualTo("Your plan is late.");
        assertThat(correction.edits()).hasSize(1);
        assertThat(correction.usage().completionTokens()).isPositive();
    }

    @Test
    void a_civil_answer_comes_back_character_for_character() {
        String answer = "Paris is the capital of France.";
        Correction correction = aligner.correct(CorrectionRequest.of("What is the capital of France?", answer));
        assertThat(correction.answer()).isEqualTo(answer);
        assertThat(correction.changed()).isFalse();
    }

    @Test
    void lines_and_spaces_of_a_long_answer_stay() {
        String answer = "Hello.\n\nThe weather is nice.\n  Your damn plan is late.\n";
        assertThat(aligner.correct(CorrectionRequest.of("Well?", answer)).answer())
                .isEqualTo("Hello.\n\nThe weather is nice.\n  Your plan is late.\n");
    }

    @Test
    void what_is_heard_is_the_answer_and_is_heard_in_more_than_one_piece() {
        List<String> streamed = new ArrayList<>();
        Correction correction = aligner.correct(
                CorrectionRequest.of(
                        "How is my plan?", "Your plan is stupid.\nThe damn door is open.\nRead it.\nGo on."),
                CorrectionContext.DEFAULT.withListener(streamed::add));
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
            assertThat(copying.correct(rude).changed()).isFalse();
        }
        assertThatThrownBy(() -> customized(descriptor -> descriptor.withCopyBias(-1)))
                .hasMessageContaining("must be at least 0 and finite, but was -1");
    }

    @Test
    void a_strength_holds_for_requests_that_have_none_of_their_own() {
        CorrectionRequest rude = CorrectionRequest.of("How is my plan?", "Your damn plan is late.");
        Aligner copying = aligner.withStrength(-100);

        assertThat(answer(copying, rude)).isNotEqualTo(answer(aligner, rude));
        assertThat(answer(copying, rude.withStrength(0))).isEqualTo(answer(aligner, rude));
        try (CorrectionSession session = copying.begin(rude.withAnswer(""), Runnable::run)) {
            assertThat(answer(session::complete, rude)).isEqualTo(answer(copying, rude));
        }
        assertThatThrownBy(() -> aligner.withStrength(Double.NaN)).hasMessageContaining("finite");
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
