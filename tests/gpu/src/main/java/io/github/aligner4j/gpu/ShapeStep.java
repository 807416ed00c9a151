// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.bench.Bench;
import io.github.aligner4j.bench.BenchModel;
import io.github.aligner4j.bench.BenchPlan;
import io.github.aligner4j.bench.BenchRow;
import io.github.aligner4j.bench.BenchSetting;
import io.github.aligner4j.bench.BuiltInRows;
import io.github.aligner4j.bench.Callers;
import io.github.aligner4j.bench.CallersReport;
import io.github.aligner4j.bench.Comparison;
import io.github.aligner4j.bench.ProcessMemory;
import io.github.aligner4j.bench.WeightTraffic;
import io.github.aligner4j.bench.Workload;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.SchedulingOptions;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.djl.DeviceMemory;
import io.github.aligner4j.runtime.djl.ExecutionOptions;
import io.github.aligner4j.runtime.djl.TorchCausalLanguageModel;
import io.github.aligner4j.runtime.djl.TorchEngine;
import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.template.CorrectionPrompt;
import io.github.aligner4j.template.CorrectionTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures a shape with random weights in bfloat16: loading, memory, the passes, corrections with each way of drafting, and
 * concurrent callers. Corrections are teacher-forced.
 */
record ShapeStep(KitOptions options, Shape shape) implements KitStep {

    static final String PATH = "shapes";
    static final String ROWS = "rows.jsonl";
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DTYPE = "bfloat16";
    /** Sequences and tokens of each. */
    private static final int[][] PASSES = {{1, 1}, {1, 16}, {1, 64}, {1, 256}, {4, 1}, {16, 1}};

    private static final int CALLS_EACH = 2;

    @Override
    public String name() {
        return "shape-" + shape.name();
    }

    @Override
    public double share() {
        return 0.42;
    }

    Path folder() {
        return options.work().resolve(shape.name());
    }

    @Override
    public void run(KitResults results) throws IOException {
        long begun = System.nanoTime();
        RandomCheckpoint checkpoint = RandomCheckpoint.write(folder(), shape);
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("parameters", checkpoint.parameters());
        written.put("bytes", checkpoint.bytes());
        written.put("writeSeconds", seconds(begun));
        results.add(written, PATH, shape.name(), "checkpoint");
        measurePasses(results);
        measureCorrections(results);
    }

    private void measurePasses(KitResults results) {
        Map<String, Object> load = new LinkedHashMap<>();
        TorchEngine.start(options.threads());
        OptionalLong before = DeviceMemory.used(options.device());
        long begun = System.nanoTime();
        try (TorchCausalLanguageModel model = TorchEngine.load(
                CheckpointDirectory.open(folder()), new ExecutionOptions(options.device(), DTYPE, options.threads()))) {
            load.put("seconds", seconds(begun));
            OptionalLong after = DeviceMemory.used(options.device());
            if (options.cuda() && before.isPresent() && after.isPresent()) {
                load.put("deviceBytes", after.getAsLong() - before.getAsLong());
            }
            results.add(load, PATH, shape.name(), "load");
            PassMeasure measure = new PassMeasure(model);
            List<Map<String, Object>> passes = new ArrayList<>();
            for (int[] pass : PASSES) {
                passes.add(measure.pass(pass[0], pass[1]));
                results.add(passes, PATH, shape.name(), "passes");
            }
        }
    }

    private void measureCorrections(KitResults results) throws IOException {
        RuntimeOptions runtime = RuntimeOptions.DEFAULT
                .withDevice(options.device())
                .withDtype(DTYPE)
                .withThreads(options.threads())
                .withScheduling(SchedulingOptions.DEFAULT.withPrefixCacheBytes(0));
        long begun = System.nanoTime();
        try (TorchCompletionModel model = TorchCompletionModel.builder(ModelSource.folder(folder()))
                .options(runtime)
                .open()) {
            double loaded = seconds(begun);
            BenchModel measured = BenchModel.of(model);
            List<BenchRow> rows =
                    BuiltInRows.with(text -> model.countTokens(Prompt.of(text))).subList(0, 2 * options.rows());
            writeRows(rows, model);
            Workload workload = Workload.of(rows, CorrectionTemplates.ALIGNER_7B, measured, true, 1);
            results.add(start(loaded, workload, measured), PATH, shape.name(), "start");
            bench(results, measured, workload, model);
            memory(results);
            callers(results, measured, workload);
        }
    }

    /** The first correction includes what libtorch and CUDA do once. */
    private static Map<String, Object> start(double loaded, Workload workload, BenchModel model) {
        Map<String, Object> start = new LinkedHashMap<>();
        start.put("loadSeconds", loaded);
        for (String correction : List.of("firstMillis", "secondMillis")) {
            long begun = System.nanoTime();
            new Comparison(model, List.of(Drafting.RESIDUAL), System::nanoTime).warmUp(workload, 1);
            start.put(correction, 1e3 * seconds(begun));
        }
        return start;
    }

    private void bench(KitResults results, BenchModel measured, Workload workload, TorchCompletionModel model) {
        BenchSetting setting = new BenchSetting(
                shape.name(),
                model.status().device(),
                model.status().dtype(),
                options.threads(),
                model.loadTime().toNanos() / 1e9,
                model.status().passCost(),
                true,
                options.repeat(),
                workload.skipped());
        BenchPlan plan = new BenchPlan(List.of(Drafting.values()), 1, options.repeat(), 1, 0);
        results.add(
                new Bench(measured, workload, plan).run(setting, OptionalLong.empty(), () -> {}),
                PATH,
                shape.name(),
                "bench");
        long weightBytes = WeightTraffic.bytesPerToken(
                CheckpointDirectory.open(folder()).config(), model.status().dtype());
        results.add(weightBytes, PATH, shape.name(), "weightBytesPerToken");
    }

    private void memory(KitResults results) {
        Map<String, Object> memory = new LinkedHashMap<>();
        if (options.cuda()) {
            DeviceMemory.used(options.device()).ifPresent(bytes -> memory.put("deviceUsedBytes", bytes));
        }
        ProcessMemory.now().ifPresent(process -> {
            memory.put("residentBytes", process.resident());
            memory.put("peakResidentBytes", process.peak());
        });
        results.add(memory, PATH, shape.name(), "memory");
    }

    private void callers(KitResults results, BenchModel measured, Workload workload) {
        List<CallersReport> reports = new ArrayList<>();
        for (Drafting drafting : List.of(Drafting.RESIDUAL, Drafting.NONE)) {
            reports.add(
                    new Callers(measured, options.callers(), System::nanoTime).sample(workload, drafting, CALLS_EACH));
            results.add(reports, PATH, shape.name(), "callers");
        }
    }

    /** Writes prompts and forced tokens, so that transformers can be measured with them. */
    private void writeRows(List<BenchRow> rows, TorchCompletionModel model) throws IOException {
        List<String> lines = new ArrayList<>();
        for (BenchRow row : rows) {
            CorrectionPrompt prompt =
                    CorrectionTemplates.ALIGNER_7B.render(CorrectionRequest.of(row.question(), row.answer()));
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("kind", row.kind());
            line.put("prompt", prompt.prompt().text());
            line.put("forced", model.completionTokens(prompt.prompt(), prompt.answerPrefix() + row.correction()));
            lines.add(JSON.writeValueAsString(line));
        }
        Files.write(folder().resolve(ROWS), lines);
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
