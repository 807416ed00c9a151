package io.github.aligner4j.training;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import io.github.aligner4j.training.djl.TrainingTokenizer;
import io.github.aligner4j.training.schedule.Example;
import io.github.aligner4j.training.schedule.Recipe;
import io.github.aligner4j.training.schedule.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CurriculumTest {

    private static final PromptCompletion ROW = new PromptCompletion("Where is it?\n", "It is in the garden.");

    @TempDir
    private Path folder;

    @Test
    void a_completion_and_its_end_are_scored_and_its_prompt_is_read_as_it_is() {
        try (TrainingTokenizer tokenizer = TrainingTokenizer.open(checkpoint())) {
            Curriculum curriculum = new Curriculum(tokenizer, null, Recipe.DEFAULT);

            List<Stage> stages = curriculum.stages(material(List.of(ROW, ROW)));

            assertThat(stages).extracting(Stage::name).containsExactly("completion");
            assertThat(stages.get(0).epochs()).isEqualTo(3);
            Example example = stages.get(0).examples().get(0);
            int[] prompt = tokenizer.prompt(Prompt.of(ROW.prompt()));
            assertThat(example.firstScored()).isEqualTo(prompt.length);
            assertThat(example.ids()).startsWith(prompt).isEqualTo(tokenizer.text(ROW.prompt() + ROW.completion()));
            assertThat(example.scored()).isEqualTo(example.ids().length - prompt.length);
        }
    }

    @Test
    void a_row_that_is_too_long_is_left_out_and_counted() {
        try (TrainingTokenizer tokenizer = TrainingTokenizer.open(checkpoint())) {
            Recipe recipe = new Recipe(
                    Recipe.DEFAULT.stages(),
                    Recipe.DEFAULT.optimization(),
                    new Recipe.Batching(32, 4096, 40),
                    Recipe.DEFAULT.cadence(),
                    1);
            Curriculum curriculum = new Curriculum(tokenizer, null, recipe);

            List<Stage> stages =
                    curriculum.stages(material(List.of(ROW, new PromptCompletion("Where? ".repeat(40), "There."))));

            assertThat(stages.get(0).examples()).hasSize(1);
            assertThat(curriculum.tooLong()).isEqualTo(1);
        }
    }

    @Test
    void corrections_without_a_template_are_refused() {
        TrainingJob.Material rows =
                new TrainingJob.Material(List.of(new CorrectionRow("q", "a", "c")), List.of(), List.of());

        assertThatThrownBy(() -> new TrainingJob(
                        folder,
                        null,
                        rows,
                        Recipe.DEFAULT,
                        Optional.empty(),
                        new TrainingJob.Hardware("cpu", false, 1),
                        folder,
                        StoredType.F32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need a descriptor that says how an Aligner is asked, but there is none");
    }

    private CheckpointDirectory checkpoint() {
        return CheckpointDirectory.open(
                GoldenCheckpoint.unpack("llama-tied", folder).folder());
    }

    private static TrainingJob.Material material(List<PromptCompletion> rows) {
        return new TrainingJob.Material(List.of(), List.of(), List.of(), new TrainingJob.Completions(rows, List.of()));
    }
}
