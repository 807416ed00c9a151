// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.runtime.djl.DjlTokenizer;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.schedule.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NewCheckpointTest {

    private static final String CONFIG = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 48, "intermediate_size": 96,
             "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 12,
             "max_position_embeddings": 256, "vocab_size": 1, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
             "hidden_act": "silu", "tie_word_embeddings": true}
            """;
    private static final String CIRCUIT = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 256, "intermediate_size": 64,
             "num_hidden_layers": 2, "num_attention_heads": 6, "num_key_value_heads": 6, "head_dim": 64,
             "max_position_embeddings": 256, "vocab_size": 1, "rms_norm_eps": 1e-5, "rope_theta": 1000000.0,
             "hidden_act": "silu", "tie_word_embeddings": false}
            """;
    private static final List<String> WORDS = List.of(
            "the cat sat on the mat and looked at the dog", "where is it going today with nine of my best friends",
            "##Answer: please answer ##Correction: please correct", "never again shall we eat green apples in winter");
    private static final CheckpointDescriptor DESCRIPTOR = CheckpointDescriptor.template("aligner-7b")
            .answerPrefix(" ")
            .licence("Apache-2.0")
            .build();
    private static final List<String> TEXTS = List.of(
            "Here is the answer, you fool.", "Here is the answer.", "The answer: 1234 / 5 \u00e9t\u00e9 \ud83d\ude00");

    @TempDir
    private Path folder;

    @Test
    void its_tokenizer_gives_every_text_back() throws IOException {
        write(CONFIG, 300);
        try (DjlTokenizer tokenizer = DjlTokenizer.load(folder.resolve("new/tokenizer.json"), 300)) {
            for (String text : List.of(TEXTS.get(2), " \n\n\tx  y ", "</s>", "\u4f60\u597d 007")) {
                int[] ids = tokenizer.encode(Prompt.of(text));
                assertThat(ids[0]).isEqualTo(1);
                assertThat(tokenizer.decode(ids)).isEqualTo(text);
            }
            assertThat(tokenizer.encode(Prompt.of(TEXTS.get(1))))
                    .hasSizeLessThan(TEXTS.get(1).length() / 2);
            assertThat(tokenizer.encode(Prompt.of("1234"))).hasSize(1 + 4);
        }
    }

    @Test
    void a_model_from_scratch_learns_text_and_corrections_and_runs() throws IOException {
        write(CONFIG, 300);
        List<CorrectionRow> rows = List.of(
                new CorrectionRow("Where?", TEXTS.get(0), TEXTS.get(1)),
                new CorrectionRow("Where?", TEXTS.get(1), TEXTS.get(1)));
        TrainingConfig config = new TrainingConfig(
                new TrainingConfig.Stages(2, 0.5, 2, 40),
                new TrainingConfig.Optimization(1e-2, 0, 1, 0.03),
                new TrainingConfig.Batching(2, 512, 256),
                new TrainingConfig.Intervals(1000, 1000, 0),
                3);
        TrainingJob job = new TrainingJob(
                folder.resolve("new"),
                DESCRIPTOR,
                new TrainingDataset(rows, List.of(), TEXTS),
                config,
                Optional.empty(),
                new TrainingJob.Hardware("cpu", false, 1),
                folder.resolve("out"),
                StoredType.F32);

        TrainingReport report = new Trainer(job, TrainingListener.NONE).start();

        assertThat(report.steps()).isEqualTo(2 * 2 + 2 + 40);
        try (CheckpointAligner aligner = CheckpointAligner.builder(ModelSource.folder(folder.resolve("out/model")))
                .options(RuntimeOptions.DEFAULT.withDevice("cpu").withThreads(1))
                .open()) {
            assertThat(aligner.correct(CorrectionRequest.of("Where?", TEXTS.get(0)))
                            .answer())
                    .isEqualTo(TEXTS.get(1));
        }
        assertThat(Files.readString(folder.resolve("out/model/aligner.json"))).contains("Apache-2.0");
    }

    @Test
    void a_copy_circuit_knows_what_comes_next_before_anything_is_learnt() throws IOException {
        double random = firstLoss(false);
        double copying = firstLoss(true);

        // Nats per token. What is left is the first token and the end, which no token before them announces.
        assertThat(random).isGreaterThan(5);
        assertThat(copying).isLessThan(2);
    }

    private double firstLoss(boolean copying) throws IOException {
        CheckpointDescriptor.CustomPrompt prompt = new CheckpointDescriptor.CustomPrompt(
                "##Answer: {answer} ##Correction:", List.of("##Answer:", "##Correction:"), false);
        CheckpointDescriptor descriptor =
                CheckpointDescriptor.prompt(prompt).answerPrefix(" ").build();
        Path file = Files.writeString(folder.resolve("given.json"), CIRCUIT);
        new NewCheckpoint(file, descriptor, 400, 5, copying).write(folder.resolve("new"), WORDS);
        List<Double> losses = new ArrayList<>();
        TrainingJob job = new TrainingJob(
                folder.resolve("new"),
                descriptor,
                new TrainingDataset(scrambled(), List.of(), List.of()),
                new TrainingConfig(
                        new TrainingConfig.Stages(0, 0, 0, 1),
                        new TrainingConfig.Optimization(1e-9, 0, 1, 0),
                        new TrainingConfig.Batching(32, 4096, 256),
                        new TrainingConfig.Intervals(1000, 1000, 0),
                        3),
                Optional.empty(),
                new TrainingJob.Hardware("cpu", false, 1),
                folder.resolve("out-" + copying),
                StoredType.F32);
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepped(StepReport report) {
                losses.add(report.loss());
            }
        };
        new Trainer(job, listener).start();
        return losses.get(0);
    }

    /** Rows to be copied in which only the position tells which word comes next. */
    private static List<CorrectionRow> scrambled() {
        List<String> words = List.of(String.join(" ", WORDS).split(" "));
        Random random = new Random(1);
        return IntStream.range(0, 32)
                .mapToObj(i ->
                        random.ints(10, 0, words.size()).mapToObj(words::get).collect(Collectors.joining(" ")))
                .map(text -> new CorrectionRow("", text, text))
                .toList();
    }

    @Test
    void a_copy_circuit_is_refused_where_it_does_not_fit() throws IOException {
        Path file = Files.writeString(folder.resolve("given.json"), CONFIG);
        NewCheckpoint checkpoint = new NewCheckpoint(file, DESCRIPTOR, 300, 5, true);
        assertThatThrownBy(() -> checkpoint.write(folder.resolve("new"), TEXTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("untied embeddings")
                .hasMessageContaining("rope_theta 1000000");
        assertThat(folder.resolve("new")).doesNotExist();
        assertThat(folder.resolve("new.part")).doesNotExist();
    }

    @Test
    void the_same_seed_gives_the_same_weights() throws IOException {
        write(CONFIG, 300);
        byte[] first = Files.readAllBytes(folder.resolve("new/model.safetensors"));
        write(CONFIG, 300);
        assertThat(Files.readAllBytes(folder.resolve("new/model.safetensors"))).isEqualTo(first);
        assertThat(folder.resolve("new/parts")).doesNotExist();
    }

    @Test
    void a_configuration_that_can_not_be_run_is_refused_and_leaves_nothing() {
        assertThatThrownBy(() -> write(CONFIG.replace("LlamaForCausalLM", "MambaForCausalLM"), 300))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("architectures");
        assertThat(folder.resolve("new")).doesNotExist();
        assertThatThrownBy(() -> write("[1", 300))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not valid JSON");
    }

    private void write(String config, int vocabularySize) throws IOException {
        Path file = Files.writeString(folder.resolve("given.json"), config);
        new NewCheckpoint(file, DESCRIPTOR, vocabularySize, 5, false).write(folder.resolve("new"), TEXTS);
    }
}
