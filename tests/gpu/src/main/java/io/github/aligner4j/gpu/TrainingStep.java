// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import io.github.aligner4j.bench.BuiltInRows;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.NewCheckpoint;
import io.github.aligner4j.training.StepReport;
import io.github.aligner4j.training.Trainer;
import io.github.aligner4j.training.TrainingDataset;
import io.github.aligner4j.training.TrainingJob;
import io.github.aligner4j.training.TrainingListener;
import io.github.aligner4j.training.TrainingPlan;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.schedule.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains a model of 10 M parameters for some steps, and compares its first step with the same step on the CPU. */
record TrainingStep(KitOptions options) implements KitStep {

    private static final int VOCABULARY = 2048;
    private static final int BATCH_ROWS = 16;
    private static final int MAX_LENGTH = 1024;
    private static final long SEED = 7;

    @Override
    public String name() {
        return "training";
    }

    @Override
    public double share() {
        return 0.17;
    }

    @Override
    public void run(KitResults results) throws IOException {
        Path folder = Files.createTempDirectory(options.work(), "training");
        Path base = checkpoint(folder);
        Map<String, Object> report = new LinkedHashMap<>();
        List<StepReport> steps =
                train(base, folder.resolve("device"), options.device(), options.trainingSteps(), report);
        report.put("steps", steps.size());
        report.put("firstLoss", steps.get(0).loss());
        report.put("firstGradientNorm", steps.get(0).gradientNorm());
        report.put("lastLoss", steps.get(steps.size() - 1).loss());
        report.put("tokensPerSecond", median(steps.subList(steps.size() / 2, steps.size())));
        results.add(report, name());
        StepReport onCpu = train(base, folder.resolve("cpu"), "cpu", 1, report).get(0);
        report.put("cpuFirstLoss", onCpu.loss());
        report.put("cpuFirstGradientNorm", onCpu.gradientNorm());
        results.add(report, name());
    }

    private static double median(List<StepReport> steps) {
        List<Double> rates =
                steps.stream().map(StepReport::tokensPerSecond).sorted().toList();
        return rates.get(rates.size() / 2);
    }

    private Path checkpoint(Path folder) throws IOException {
        boolean tiny = options.shapes().stream().allMatch(shape -> shape.name().startsWith("tiny"));
        Path config = Files.writeString(folder.resolve("config.json"), """
                {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu", "hidden_size": %d, "num_hidden_layers": %d,
                 "num_attention_heads": 4, "num_key_value_heads": 4, "intermediate_size": %d, "vocab_size": %d,
                 "max_position_embeddings": %d, "rms_norm_eps": 1e-6, "tie_word_embeddings": false}
                """.formatted(
                        tiny ? 32 : 320, tiny ? 2 : 8, tiny ? 64 : 864, VOCABULARY, MAX_LENGTH));
        Path base = folder.resolve("base");
        new NewCheckpoint(config, descriptor(), VOCABULARY, SEED, false).write(base, RandomCheckpoint.texts());
        return base;
    }

    private List<StepReport> train(Path base, Path output, String device, int most, Map<String, Object> report)
            throws IOException {
        List<StepReport> steps = new ArrayList<>();
        TrainingConfig config = new TrainingConfig(
                new TrainingConfig.Stages(0, 0, 0, Math.max(1, most)),
                new TrainingConfig.Optimization(1e-3, 0, 1, 0.1),
                new TrainingConfig.Batching(BATCH_ROWS, MAX_LENGTH * BATCH_ROWS, MAX_LENGTH),
                new TrainingConfig.Intervals(1_000_000, 1_000_000, 0),
                SEED);
        TrainingJob job = new TrainingJob(
                base,
                descriptor(),
                new TrainingDataset(rows(), List.of(), List.of()),
                config,
                Optional.empty(),
                new TrainingJob.Hardware(device, false, options.threads()),
                output,
                StoredType.F32);
        TrainingListener listener = new TrainingListener() {
            @Override
            public void started(TrainingPlan plan) {
                report.put("parameters", plan.trained());
            }

            @Override
            public void stepped(StepReport step) {
                steps.add(step);
            }
        };
        new Trainer(job, listener).stoppingWhen(done -> done >= most).start();
        return steps;
    }

    private static CheckpointDescriptor descriptor() {
        return CheckpointDescriptor.template("aligner-7b").answerPrefix(" ").build();
    }

    /** Returns as many rows as one step takes, so that each epoch is a step. */
    private static List<CorrectionRow> rows() {
        List<CorrectionRow> rows = new ArrayList<>();
        BuiltInRows.with(text -> text.length() / 4)
                .forEach(row ->
                        rows.add(new CorrectionRow(row.question(), row.answer(), String.valueOf(row.correction()))));
        while (rows.size() < BATCH_ROWS) {
            rows.add(rows.get(rows.size() - 12));
        }
        return rows;
    }
}
