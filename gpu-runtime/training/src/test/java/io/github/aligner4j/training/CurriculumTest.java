// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import io.github.aligner4j.training.djl.TrainingTokenizer;
import io.github.aligner4j.training.schedule.Example;
import io.github.aligner4j.training.schedule.Stage;
import io.github.aligner4j.training.schedule.TrainingConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
            Curriculum curriculum = new Curriculum(tokenizer, null, TrainingConfig.DEFAULT);

            List<Stage> stages = curriculum.encode(data(List.of(ROW, ROW))).stages();

            assertThat(stages).extracting(Stage::name).containsExactly("completion");
            assertThat(stages.get(0).epochs()).isEqualTo(3);
            Example example = stages.get(0).examples().get(0);
            int[] prompt = tokenizer.prompt(Prompt.of(ROW.prompt()));
            assertThat(example.firstLabel()).isEqualTo(prompt.length);
            assertThat(example.ids()).startsWith(prompt).isEqualTo(tokenizer.text(ROW.prompt() + ROW.completion()));
            assertThat(example.labels()).isEqualTo(example.ids().length - prompt.length);
        }
    }

    @Test
    void a_row_that_is_too_long_is_left_out_and_counted() {
        try (TrainingTokenizer tokenizer = TrainingTokenizer.open(checkpoint())) {
            TrainingConfig config = new TrainingConfig(
                    TrainingConfig.DEFAULT.stages(),
                    TrainingConfig.DEFAULT.optimization(),
                    new TrainingConfig.Batching(32, 4096, 40),
                    TrainingConfig.DEFAULT.intervals(),
                    1);
            Curriculum curriculum = new Curriculum(tokenizer, null, config);

            EncodedDataset data =
                    curriculum.encode(data(List.of(ROW, new PromptCompletion("Where? ".repeat(40), "There."))));

            assertThat(data.stages().get(0).examples()).hasSize(1);
            assertThat(data.tooLong()).isEqualTo(1);
        }
    }

    @Test
    void retrieved_passages_of_a_row_are_in_its_prompt() {
        CheckpointDescriptor descriptor = CheckpointDescriptor.prompt(
                        new CheckpointDescriptor.CustomPrompt("{context} {question} {answer}", List.of(), false))
                .build();
        CorrectionRow row = new CorrectionRow(List.of("It is old.", "It is red."), "Why?", "So.", "No.");
        try (TrainingTokenizer tokenizer = TrainingTokenizer.open(checkpoint())) {
            Curriculum curriculum = new Curriculum(tokenizer, descriptor, TrainingConfig.DEFAULT);
            TrainingDataset data = new TrainingDataset(List.of(row), List.of(), List.of());
            List<Stage> stages = curriculum.encode(data).stages();

            Example example = stages.get(stages.size() - 1).examples().get(0);
            assertThat(example.ids())
                    .startsWith(tokenizer.prompt(Prompt.of("[1]: It is old.\n[2]: It is red. Why? So.")));
        }
    }

    @Test
    void skipped_rows_are_counted_once_though_they_are_in_two_stages() {
        CheckpointDescriptor descriptor =
                CheckpointDescriptor.template("aligner-7b").build();
        List<CorrectionRow> rows =
                List.of(new CorrectionRow("q", "a", "c"), new CorrectionRow("q", "long ".repeat(3000), "c"));
        TrainingConfig everything = new TrainingConfig(
                new TrainingConfig.Stages(0, 1, 1, 1),
                TrainingConfig.DEFAULT.optimization(),
                TrainingConfig.DEFAULT.batching(),
                TrainingConfig.DEFAULT.intervals(),
                1);
        try (TrainingTokenizer tokenizer = TrainingTokenizer.open(checkpoint())) {
            Curriculum curriculum = new Curriculum(tokenizer, descriptor, everything);
            TrainingDataset data = new TrainingDataset(rows, rows, List.of());

            EncodedDataset once = curriculum.encode(data);

            assertThat(once.stages()).extracting(Stage::name).containsExactly("identity", "correction");
            assertThat(once.tooLong()).isEqualTo(1);
            assertThat(once.dev()).hasSize(1);
            assertThat(curriculum.encode(data).tooLong()).as("encoding again").isEqualTo(1);
        }
    }

    @Test
    void the_first_token_of_a_completion_decides_with_a_detector() {
        CorrectionRow rude = new CorrectionRow("q", "You fool, it is old.", "It is old.");
        CorrectionRow clean = new CorrectionRow("q", "It is old.", "It is old.");
        try (TrainingTokenizer tokenizer = TrainingTokenizer.open(checkpoint())) {
            Curriculum curriculum = new Curriculum(tokenizer, detecting("+"), weighted(5));
            EncodedDataset data =
                    curriculum.encode(new TrainingDataset(List.of(rude, clean), List.of(rude, clean), List.of()));

            Prompt prompt = CorrectionTemplates.ALIGNER_7B
                    .render(CorrectionRequest.of("q", rude.answer()))
                    .prompt();
            int[] read = tokenizer.prompt(prompt);
            DecidingTokens deciding = data.deciding().orElseThrow();
            Stage identity = data.stages().get(0);
            Example changed = data.stages().get(1).examples().get(0);
            Example unchanged = data.stages().get(1).examples().get(1);
            assertThat(changed.ids()).isEqualTo(ids(tokenizer, prompt.followedBy("+"), " It is old."));
            assertThat(changed.firstLabel()).isEqualTo(read.length);
            assertThat(changed.ids()[read.length]).isEqualTo(deciding.changed());
            assertThat(unchanged.labels()).as("the decision and the end").isEqualTo(2);
            assertThat(unchanged.ids()[unchanged.firstLabel()]).isEqualTo(deciding.unchanged());
            assertThat(unchanged.ids()[unchanged.firstLabel() + 1]).isEqualTo(tokenizer.end(prompt));
            assertThat(data.dev()).extracting(example -> example.weights()[0]).containsOnly(5f);
            assertThat(unchanged.weight()).isEqualTo(6);
            assertThat(identity.name()).isEqualTo("identity");
            assertThat(identity.examples())
                    .extracting(example -> example.weights()[0])
                    .containsOnly(1f);
            assertThat(identity.examples())
                    .as("the warm-up copies every answer, and decides nothing")
                    .allMatch(example -> example.ids()[example.firstLabel() - 1] == deciding.changed())
                    .anyMatch(example ->
                            Arrays.equals(example.ids(), ids(tokenizer, prompt.followedBy("+"), " " + rude.answer())));
        }
    }

    @Test
    void a_deciding_text_of_several_tokens_is_refused() {
        try (TrainingTokenizer tokenizer = TrainingTokenizer.open(checkpoint())) {
            Curriculum curriculum = new Curriculum(tokenizer, detecting("several tokens"), weighted(1));
            TrainingDataset data = new TrainingDataset(List.of(new CorrectionRow("q", "a", "c")), List.of(), List.of());

            assertThatThrownBy(() -> curriculum.encode(data))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("detector.changed in aligner.json must be a single token, but the tokenizer"
                            + " makes \\d+ of 'several tokens'; choose another text");
        }
    }

    @Test
    void corrections_without_a_template_are_refused() {
        TrainingDataset rows = new TrainingDataset(List.of(new CorrectionRow("q", "a", "c")), List.of(), List.of());

        assertThatThrownBy(() -> new TrainingJob(
                        folder,
                        null,
                        rows,
                        TrainingConfig.DEFAULT,
                        Optional.empty(),
                        new TrainingJob.Hardware("cpu", false, 1),
                        folder,
                        StoredType.F32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need a descriptor with the template of the Aligner, but there is none");
    }

    private static CheckpointDescriptor detecting(String changed) {
        return CheckpointDescriptor.template("aligner-7b")
                .answerPrefix(" ")
                .detector(new CheckpointDescriptor.Detector("rudeness", changed, "=", 0.5))
                .build();
    }

    @Test
    void edits_and_ends_of_sentences_have_weights_of_their_own() {
        CorrectionRow row =
                new CorrectionRow("q", "It is old, fool. It runs. So it is.", "It is old. It runs. So it is.");
        try (TrainingTokenizer tokenizer = TrainingTokenizer.open(checkpoint())) {
            Curriculum curriculum =
                    new Curriculum(tokenizer, detecting("+"), config(new TrainingConfig.LossWeights(5, 3, 2)));
            EncodedDataset data = curriculum.encode(new TrainingDataset(List.of(row), List.of(row), List.of()));

            Example example = data.dev().get(0);
            DecidingTokens deciding = data.deciding().orElseThrow();
            int copied = tokens(tokenizer, row, " It is old");
            float[] weights = example.weights();
            assertThat(weights[0]).isEqualTo(5);
            assertThat(Arrays.copyOfRange(weights, 1, 1 + copied)).containsOnly(1f);
            assertThat(weights[1 + copied]).as("the token after the deletion").isEqualTo(3);
            assertThat(Arrays.copyOfRange(weights, 2 + copied, weights.length)).containsOnly(1f);
            assertThat(example.promptLabels())
                    .as("of all sentences but the last")
                    .extracting(Example.PromptLabel::token)
                    .containsExactly(deciding.changed(), deciding.unchanged());
            assertThat(example.promptLabels())
                    .allMatch(label -> label.position() < example.firstLabel() - 1 && label.weight() == 2);
            assertThat(example.weight()).isEqualTo(5 + weights.length - 1 + 2 + 2 * 2);
        }
    }

    /** Returns the number of tokens of the beginning of a correction. */
    private static int tokens(TrainingTokenizer tokenizer, CorrectionRow row, String start) {
        Prompt prompt = CorrectionTemplates.ALIGNER_7B
                .render(CorrectionRequest.of(row.question(), row.answer()))
                .prompt()
                .followedBy("+");
        return tokenizer.continuation(prompt, tokenizer.prompt(prompt), start).length - 1;
    }

    private static TrainingConfig weighted(double detectorWeight) {
        return config(new TrainingConfig.LossWeights(detectorWeight, 1, 0));
    }

    private static TrainingConfig config(TrainingConfig.LossWeights weights) {
        return new TrainingConfig(
                new TrainingConfig.Stages(0, 1, 1, 1),
                new TrainingConfig.Optimization(1e-3, 0, 1, 0, weights),
                TrainingConfig.DEFAULT.batching(),
                TrainingConfig.DEFAULT.intervals(),
                1);
    }

    private static int[] ids(TrainingTokenizer tokenizer, Prompt prompt, String completion) {
        int[] before = tokenizer.prompt(prompt);
        int[] after = tokenizer.continuation(prompt, before, completion);
        return IntStream.concat(IntStream.of(before), IntStream.of(after)).toArray();
    }

    private CheckpointDirectory checkpoint() {
        return CheckpointDirectory.open(
                GoldenCheckpoint.unpack("llama-tied", folder).folder());
    }

    private static TrainingDataset data(List<PromptCompletion> rows) {
        return new TrainingDataset(List.of(), List.of(), List.of(), new TrainingDataset.Completions(rows, List.of()));
    }
}
