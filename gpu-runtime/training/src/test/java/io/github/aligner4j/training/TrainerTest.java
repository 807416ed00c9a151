// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DetectorScores;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.network.LoraSettings;
import io.github.aligner4j.training.schedule.TrainingConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrainerTest {

    private static final String[] ANIMALS = {"cat", "dog", "cow", "hen", "fox", "owl"};
    private static final LoraSettings LORA = new LoraSettings(4, 8, List.of("q_proj", "v_proj", "down_proj"));

    @TempDir
    private Path folder;

    private Path base = Path.of("");
    private final List<StepReport> steps = new ArrayList<>();
    private final List<DevReport> evaluations = new ArrayList<>();

    @BeforeEach
    void unpack() {
        base = GoldenCheckpoint.unpack("llama-tied", folder).folder();
    }

    @Test
    void a_model_learns_its_rows_by_heart_and_runs_in_the_runtime() throws IOException {
        TrainingConfig config = config(40, 5e-3, 1000, 1000, 0);
        TrainingReport report = trainer(job("out", config, Optional.empty()), listener(step -> false))
                .start();

        assertThat(report.finished()).isTrue();
        assertThat(report.steps()).isEqualTo(1 + 40 * 2);
        assertThat(steps.get(0).stage()).isEqualTo("identity");
        assertThat(steps.get(1).stage()).isEqualTo("correction");
        assertThat(steps.get(steps.size() - 1).loss()).isLessThan(0.05);
        try (CheckpointAligner aligner = CheckpointAligner.builder(ModelSource.folder(folder.resolve("out/model")))
                .options(RuntimeOptions.DEFAULT.withDevice("cpu").withThreads(1))
                .open()) {
            assertThat(aligner.correct(CorrectionRequest.of("What is it?", "It is a stupid cat."))
                            .answer())
                    .isEqualTo("It is a cat.");
        }
    }

    @Test
    void a_detector_is_trained_and_its_scores_on_the_dev_set_are_in_the_metrics() throws IOException {
        List<CorrectionRow> rows = new ArrayList<>(rows("It is a "));
        rows("It is a ").forEach(row -> rows.add(row.with(row.question(), row.correction(), row.correction())));
        TrainingJob job = new TrainingJob(
                base,
                CheckpointDescriptor.template("aligner-7b")
                        .answerPrefix(" ")
                        .detector(new CheckpointDescriptor.Detector("rudeness", "+", "=", 0.5))
                        .build(),
                new TrainingDataset(rows, rows, List.of()),
                config(20, 1e-2, 1000, 1000, 0),
                Optional.empty(),
                new TrainingJob.Hardware("cpu", false, 1),
                folder.resolve("out"),
                StoredType.F32);

        trainer(job, listener(step -> false)).start();

        DetectorScores scores =
                evaluations.get(evaluations.size() - 1).detector().orElseThrow();
        assertThat(scores.positives()).hasSize(ANIMALS.length);
        assertThat(scores.negatives()).hasSize(ANIMALS.length);
        assertThat(scores.at(0.5).accuracy()).isEqualTo(1);
        List<String> metrics = metrics("out");
        assertThat(metrics.get(metrics.size() - 1))
                .contains(
                        "\"detector\":{\"changed\":" + ANIMALS.length + ",\"unchanged\":" + ANIMALS.length,
                        "\"threshold\":0.5,\"accuracy\":1.0,\"recall\":1.0,\"falsePositiveRate\":0.0,\"auc\":1.0}");
        assertDecidesInTheRuntimeAsInTraining(scores);
    }

    private void assertDecidesInTheRuntimeAsInTraining(DetectorScores scores) {
        try (CheckpointAligner aligner = CheckpointAligner.builder(ModelSource.folder(folder.resolve("out/model")))
                .options(RuntimeOptions.DEFAULT.withDevice("cpu").withThreads(1))
                .open()) {
            Correction rude = aligner.correct(CorrectionRequest.of("What is it?", "It is a stupid cat."));
            Correction clean = aligner.correct(CorrectionRequest.of("What is it?", "It is a cat."));

            assertThat(rude.answer()).isEqualTo("It is a cat.");
            assertThat(clean.changed()).isFalse();
            assertThat(scores.positives())
                    .anyMatch(score -> Math.abs(score - rude.detections().get(0).score()) < 1e-4);
            assertThat(scores.negatives())
                    .anyMatch(
                            score -> Math.abs(score - clean.detections().get(0).score()) < 1e-4);
        }
    }

    @Test
    void a_killed_run_goes_on_bit_by_bit_as_it_would_have() throws IOException {
        killedAndResumedEqualsWhole(Optional.empty(), "model.safetensors");
    }

    @Test
    void adapters_go_on_bit_by_bit_too() throws IOException {
        killedAndResumedEqualsWhole(Optional.of(LORA), "adapter_model.safetensors");
    }

    private void killedAndResumedEqualsWhole(Optional<LoraSettings> lora, String weights) throws IOException {
        TrainingConfig config = config(5, 1e-3, 3, 5, 0);
        trainer(job("whole", config, lora), listener(step -> false)).start();
        List<StepReport> whole = List.copyOf(steps);
        steps.clear();
        assertThat(whole).hasSize(11);
        assertThatThrownBy(() -> trainer(job("cut", config, lora), listener(step -> step == 8))
                        .start())
                .hasMessage("killed");
        steps.clear();

        trainer(job("cut", config, lora), listener(step -> false)).resume();

        assertThat(steps.get(0).step()).isEqualTo(6);
        assertThat(steps.stream().map(StepReport::loss).toList())
                .isEqualTo(whole.subList(5, 11).stream().map(StepReport::loss).toList());
        assertThat(folder.resolve("cut/model/" + weights))
                .hasSameBinaryContentAs(folder.resolve("whole/model/" + weights));
        assertThat(metrics("cut")).isEqualTo(metrics("whole")).hasSize(11 + 4 + 1);
    }

    @Test
    void a_stopped_run_leaves_a_checkpoint_that_can_be_run_and_says_so() throws IOException {
        TrainingConfig config = config(5, 1e-3, 100, 100, 0);
        TrainingReport stopped = trainer(job("out", config, Optional.empty()), listener(step -> false))
                .stoppingWhen(done -> done == 4)
                .start();

        assertThat(stopped.finished()).isFalse();
        assertThat(stopped.steps()).isEqualTo(4);
        assertThat(folder.resolve("out/checkpoint-4/optimizer.safetensors")).exists();
        CheckpointAligner.open(ModelSource.folder(folder.resolve("out/checkpoint-4")))
                .close();
        assertThat(trainer(job("out", config, Optional.empty()), listener(step -> false))
                        .resume()
                        .finished())
                .isTrue();
        assertThat(content("out")).containsExactly("metrics.jsonl", "model", "report.json");
    }

    @Test
    void training_stops_early_when_the_dev_set_gets_no_better_and_keeps_the_best() throws IOException {
        TrainingConfig config = config(200, 2e-2, 1, 1000, 3);
        TrainingReport report = trainer(job("out", config, Optional.empty()), listener(step -> false))
                .start();

        assertThat(report.finished()).isTrue();
        assertThat(report.steps()).isLessThan(400);
        assertThat(report.bestLoss())
                .isEqualTo(evaluations.stream()
                        .skip(1)
                        .map(DevReport::loss)
                        .min(Double::compare)
                        .orElseThrow());
        assertThat(evaluations.subList(evaluations.size() - 3, evaluations.size()))
                .allMatch(each -> each.loss() >= report.bestLoss());
    }

    @Test
    void adapters_are_written_as_peft_writes_them() throws IOException {
        trainer(job("out", config(2, 1e-3, 100, 100, 0), Optional.of(LORA)), listener(step -> false))
                .start();

        JsonNode config = new JsonMapper().readTree(folder.resolve("out/model/adapter_config.json"));
        assertThat(config.path("peft_type").asString()).isEqualTo("LORA");
        assertThat(config.path("r").asInt()).isEqualTo(4);
        assertThat(config.path("lora_alpha").asDouble()).isEqualTo(8);
        assertThat(config.path("target_modules").toString()).isEqualTo("[\"q_proj\",\"v_proj\",\"down_proj\"]");
        assertThat(Files.readString(folder.resolve("out/model/adapter_model.safetensors"), StandardCharsets.ISO_8859_1))
                .contains("\"base_model.model.model.layers.1.mlp.down_proj.lora_B.weight\"")
                .doesNotContain("embed_tokens");
        assertThat(folder.resolve("out/model/model.safetensors")).doesNotExist();
    }

    @Test
    void an_adapter_learns_what_its_base_does_not_know_and_runs_beside_it() throws IOException {
        LoraSettings lora = new LoraSettings(16, 32, LoraSettings.ALL_TARGETS);
        trainer(job("out", config(60, 1e-2, 1000, 1000, 0), Optional.of(lora)), listener(step -> false))
                .start();

        CorrectionRequest request = CorrectionRequest.of("What is it?", "It is a stupid cat.");
        try (CheckpointAligner aligner = CheckpointAligner.builder(ModelSource.folder(base))
                .descriptor(CheckpointDescriptor.template("aligner-7b").build())
                .adapter("polite", ModelSource.folder(folder.resolve("out/model")))
                .options(RuntimeOptions.DEFAULT
                        .withDevice("cpu")
                        .withDtype("float32")
                        .withThreads(1))
                .open()) {
            assertThat(aligner.withAdapter("polite").correct(request).answer()).isEqualTo("It is a cat.");
        }
    }

    @Test
    void weights_are_written_in_bfloat16_if_wanted() throws IOException {
        TrainingJob job = job("out", config(1, 1e-3, 100, 100, 0), Optional.empty());
        TrainingJob half = new TrainingJob(
                job.base(),
                job.descriptor(),
                job.data(),
                job.config(),
                job.lora(),
                job.hardware(),
                job.output(),
                StoredType.BF16);
        trainer(half, listener(step -> false)).start();

        assertThat(new JsonMapper()
                        .readTree(folder.resolve("out/model/config.json"))
                        .path("torch_dtype")
                        .asString())
                .isEqualTo("bfloat16");
        assertThat(Files.size(folder.resolve("out/model/model.safetensors")))
                .isLessThan(Files.size(base.resolve("model.safetensors")) * 6 / 10);
    }

    @Test
    void a_folder_that_holds_a_training_is_not_begun_in_again() throws IOException {
        TrainingConfig config = config(1, 1e-3, 100, 100, 0);
        trainer(job("out", config, Optional.empty()), TrainingListener.NONE).start();

        assertThatThrownBy(() -> trainer(job("out", config, Optional.empty()), TrainingListener.NONE)
                        .start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("contains a training; resume it with --resume");
        assertThatThrownBy(() -> trainer(job("out", config, Optional.empty()), TrainingListener.NONE)
                        .resume())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the training is finished");
    }

    @Test
    void a_run_is_not_gone_on_with_by_another() throws IOException {
        trainer(job("out", config(5, 1e-3, 100, 100, 0), Optional.empty()), listener(step -> false))
                .stoppingWhen(done -> done == 2)
                .start();

        assertThatThrownBy(() -> trainer(
                                job("out", config(5, 2e-3, 100, 100, 0), Optional.empty()), TrainingListener.NONE)
                        .resume())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("had other rows or options");
    }

    @Test
    void nothing_to_learn_is_said_with_the_reasons() {
        TrainingJob job = job(
                "out",
                new TrainingConfig(
                        TrainingConfig.DEFAULT.stages(),
                        TrainingConfig.DEFAULT.optimization(),
                        new TrainingConfig.Batching(4, 64, 8),
                        TrainingConfig.DEFAULT.intervals(),
                        1),
                Optional.empty());
        assertThatThrownBy(() -> trainer(job, TrainingListener.NONE).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of 6 rows, 6 have more than 8 tokens");
    }

    @Test
    void rows_longer_than_the_context_can_not_be_asked_for() {
        TrainingJob job = job(
                "out",
                new TrainingConfig(
                        TrainingConfig.DEFAULT.stages(),
                        TrainingConfig.DEFAULT.optimization(),
                        new TrainingConfig.Batching(4, 64, 100_000),
                        TrainingConfig.DEFAULT.intervals(),
                        1),
                Optional.empty());
        assertThatThrownBy(() -> trainer(job, TrainingListener.NONE).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "the maximum length of rows is 100000 tokens, but the context of the model has 512");
    }

    @Test
    void a_loss_that_is_no_number_ends_the_training_with_advice() throws IOException {
        Path weights = base.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        Files.write(weights, bytes);
        TrainingJob job = job("out", config(50, 0.002, 100, 100, 0), Optional.empty());
        assertThatThrownBy(() -> trainer(job, listener(step -> false)).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at step 1 the loss was NaN")
                .hasMessageContaining("a learning rate below 0.002");
        assertThat(steps).isEmpty();
    }

    private Trainer trainer(TrainingJob job, TrainingListener listener) {
        return new Trainer(job, listener);
    }

    private TrainingListener listener(IntPredicate killedAfter) {
        return new TrainingListener() {
            @Override
            public void stepped(StepReport report) {
                steps.add(report);
                if (killedAfter.test(report.step())) {
                    throw new IllegalStateException("killed");
                }
            }

            @Override
            public void evaluated(DevReport report) {
                evaluations.add(report);
            }
        };
    }

    private TrainingJob job(String output, TrainingConfig config, Optional<LoraSettings> lora) {
        return new TrainingJob(
                base,
                CheckpointDescriptor.template("aligner-7b").answerPrefix(" ").build(),
                new TrainingDataset(rows("It is a "), rows("This is a "), List.of()),
                config,
                lora,
                new TrainingJob.Hardware("cpu", false, 1),
                folder.resolve(output),
                StoredType.F32);
    }

    private static TrainingConfig config(int epochs, double rate, int evaluateEvery, int saveEvery, int patience) {
        return new TrainingConfig(
                new TrainingConfig.Stages(0, 0.2, 1, epochs),
                new TrainingConfig.Optimization(rate, 0.01, 1, 0.03),
                new TrainingConfig.Batching(3, 200, 256),
                new TrainingConfig.Intervals(evaluateEvery, saveEvery, patience),
                7);
    }

    private static List<CorrectionRow> rows(String begin) {
        return Stream.of(ANIMALS)
                .map(animal -> new CorrectionRow("What is it?", begin + "stupid " + animal + ".", begin + animal + "."))
                .toList();
    }

    private List<String> metrics(String output) throws IOException {
        return Files.readAllLines(folder.resolve(output).resolve("metrics.jsonl")).stream()
                .map(line -> line.replaceAll(",\"tokensPerSecond\":[^,}]*", ""))
                .toList();
    }

    private List<String> content(String output) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(output))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
