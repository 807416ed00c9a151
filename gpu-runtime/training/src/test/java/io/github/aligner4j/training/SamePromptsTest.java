// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.Turn.Role;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor.CustomPrompt;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor.Window;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.training.dataset.AnswerRow;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.djl.TrainingTokenizer;
import io.github.aligner4j.training.schedule.Example;
import io.github.aligner4j.training.schedule.Stage;
import io.github.aligner4j.training.schedule.TrainingConfig;
import io.github.aligner4j.windowed.WindowedAligner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A model must be trained on the prompts that it gets at inference, token for token. */
class SamePromptsTest {

    private static final List<Turn> CHAT = List.of(
            new Turn(Role.SYSTEM, "Be brief."),
            new Turn(Role.USER, "Who is that? Human: you?"),
            new Turn(Role.ASSISTANT, "The cat."));
    private static final List<String> PASSAGES = List.of("It is old. It is red.", " ", "It is 3 m high. [1]: no.");
    private static final List<CorrectionRow> ROWS = List.of(
            new CorrectionRow(CHAT, List.of(), "And where is it, in the whole house?", "In there, fool.", "In there."),
            new CorrectionRow(CHAT, PASSAGES, "How high is it?", "It is 4 m high.", "It is 3 m high."),
            new CorrectionRow(List.of(), PASSAGES, "", "It is 4 m high.", "It is 3 m high."));

    @TempDir
    private Path folder;

    static Stream<CheckpointDescriptor> descriptors() {
        CustomPrompt passages =
                new CustomPrompt("{context} Q: {question} A: {answer} C:", List.of("Q:", "A:", "C:"), false, 30);
        return Stream.of(
                CheckpointDescriptor.template("metaaligner-hh-rlhf")
                        .aspects(List.of("harmlessness"))
                        .multiTurn(true)
                        .build(),
                CheckpointDescriptor.template("align-anything")
                        .chatFormat("chatml")
                        .multiTurn(true)
                        .build(),
                CheckpointDescriptor.template("aligner-7b").build(),
                CheckpointDescriptor.prompt(passages).multiTurn(true).build(),
                CheckpointDescriptor.prompt(passages)
                        .multiTurn(true)
                        .answerPrefix(" ")
                        .window(new Window(40, 12))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("descriptors")
    void conversations_and_passages_have_the_same_tokens_in_training_and_at_inference(CheckpointDescriptor descriptor)
            throws IOException {
        Path file = folder.resolve("rows.jsonl");
        RowFile.write(file, ROWS);
        try (TrainingTokenizer tokenizer = TrainingTokenizer.open(checkpoint())) {
            List<int[]> trained = trained(tokenizer, descriptor, RowFile.readAll(file, CorrectionRow::parse));
            List<int[]> inferred = inferred(descriptor, RowFile.readAll(file, AnswerRow::parse)).stream()
                    .map(tokenizer::prompt)
                    .toList();

            assertThat(trained).usingRecursiveComparison().isEqualTo(inferred);
            assertThat(trained).hasSameSizeAs(ROWS);
        }
    }

    private static List<int[]> trained(
            TrainingTokenizer tokenizer, CheckpointDescriptor descriptor, List<CorrectionRow> rows) {
        Window window = descriptor.window();
        TrainingDataset data = new TrainingDataset(rows, List.of(), List.of());
        TrainingDataset read = window == null ? data : new WindowedRows(window).of(data);
        List<Stage> stages = new Curriculum(tokenizer, descriptor, TrainingConfig.DEFAULT)
                .encode(read)
                .stages();
        return stages.get(stages.size() - 1).examples().stream()
                .map(SamePromptsTest::prompt)
                .toList();
    }

    private static int[] prompt(Example example) {
        return Arrays.copyOf(example.ids(), example.firstLabel());
    }

    private static List<Prompt> inferred(CheckpointDescriptor descriptor, List<AnswerRow> rows) {
        List<Prompt> prompts = new ArrayList<>();
        String prefix =
                descriptor.correctionTemplate().render(rows.get(0).request()).answerPrefix();
        CompletionAligner whole = CompletionAligner.builder(descriptor.correctionTemplate(), request -> {
                    prompts.add(request.prompt());
                    return new Completion(
                            prefix + "It is there, yes.", FinishReason.STOP, TokenUsage.NONE, CompletionTimings.NONE);
                })
                .build();
        Window window = descriptor.window();
        Aligner aligner = window == null
                ? whole
                : new WindowedAligner(whole, window.answerCharacters(), window.questionCharacters());
        rows.forEach(row -> aligner.correct(row.request()));
        return prompts;
    }

    private CheckpointDirectory checkpoint() {
        return CheckpointDirectory.open(GoldenCheckpoint.unpack("qwen2", folder).folder());
    }
}
