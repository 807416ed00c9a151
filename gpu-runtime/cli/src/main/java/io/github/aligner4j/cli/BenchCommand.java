// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.bench.Bench;
import io.github.aligner4j.bench.BenchModel;
import io.github.aligner4j.bench.BenchPlan;
import io.github.aligner4j.bench.BenchReport;
import io.github.aligner4j.bench.BenchRow;
import io.github.aligner4j.bench.BenchSetting;
import io.github.aligner4j.bench.BenchTable;
import io.github.aligner4j.bench.BuiltInRows;
import io.github.aligner4j.bench.WeightTraffic;
import io.github.aligner4j.bench.Workload;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.RuntimeStatus;
import io.github.aligner4j.runtime.SchedulingOptions;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.template.CorrectionTemplate;
import io.github.aligner4j.training.dataset.JsonRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner bench}: measures the speed of corrections. */
@Command(
        name = "bench",
        customSynopsis = "aligner bench --checkpoint=DIR [OPTIONS]",
        description = {
            "Measure the speed of corrections.",
            "",
            "Reports latency, throughput, tokens per forward pass and memory of plain decoding, prompt "
                    + "lookup and residual decoding, row by row in turn. Answers are corrected as a whole, without "
                    + "the windows of aligner.json.",
            "",
            "The built-in rows are unchanged answers of 200 tokens, and answers of 150 tokens with three "
                    + "civil edits.",
            ""
        },
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

    private static final int MIN_QUEUED_REQUESTS = 256;

    @Mixin
    private CheckpointFlag checkpoint = new CheckpointFlag();

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "JSON Lines with question, answer and, for --teacher-forced, correction (default: built-in "
                    + "rows).")
    private @Nullable Path input;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "2147483647",
            hideParamSyntax = true,
            description = "Measure the first N rows only (default: all).")
    private int limit;

    @Option(
            names = "--teacher-forced",
            description = "Make the model generate each row's correction, whatever its weights.")
    private boolean teacherForced;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            defaultValue = "512",
            description =
                    "Maximum number of tokens of a correction, unless teacher-forced (default: " + "${DEFAULT-VALUE}).")
    private int maxNewTokens;

    @Mixin
    private TemplateFlag template = new TemplateFlag();

    @Option(names = "--bandwidth", description = "Also measure the memory bandwidth, and decoding's share of it.")
    private boolean bandwidth;

    @Option(
            names = "--prefix-cache",
            description = "Use the prefix cache, which finds each row's prompt again after the first round.")
    private boolean prefixCache;

    @Option(
            names = "--exactness",
            description = "Exit with 1 if a strategy generates other tokens than plain decoding, as it never may in "
                    + "float32.")
    private boolean exactness;

    @Option(
            names = "--rows-out",
            paramLabel = "FILE",
            description = "Write the rows as JSON Lines, to measure other programs with them.")
    private @Nullable Path rowsOut;

    @Option(names = "--json", description = "Print one JSON object instead of tables.")
    private boolean json;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Mixin
    private RuntimeFlags runtime = new RuntimeFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        BenchPlan plan = flags.plan();
        requireFiles();
        CorrectionTemplate template = descriptor().correctionTemplate();
        RuntimeOptions options = flags.withPassCost(runtime.options());
        try (TorchCompletionModel model = open(options, plan)) {
            BenchModel measured = BenchModel.of(model);
            Workload workload = Workload.of(rows(measured), template, measured, teacherForced, maxNewTokens);
            BenchReport report = new Bench(measured, workload, plan)
                    .run(setting(model, options, plan, workload), weightBytes(model.status()), () -> {});
            print(report);
            return exactness && report.hasMismatches() ? 1 : 0;
        }
    }

    private void requireFiles() throws IOException {
        if (input != null) {
            JsonRows.open(input).close();
        }
        if (rowsOut != null) {
            OutputFile.require("--rows-out", rowsOut);
        }
    }

    private TorchCompletionModel open(RuntimeOptions options, BenchPlan plan) {
        SchedulingOptions all =
                options.scheduling().withMaxQueuedRequests(Math.max(MIN_QUEUED_REQUESTS, plan.callers()));
        return TorchCompletionModel.builder(ModelSource.folder(checkpoint.folder()))
                .options(options.withScheduling(prefixCache ? all : all.withPrefixCacheBytes(0)))
                .open();
    }

    private void print(BenchReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(BenchJson.of(report));
        } else {
            new BenchTable(out).print(report);
        }
    }

    private CheckpointDescriptor descriptor() {
        CheckpointDescriptor descriptor = template.descriptor();
        return descriptor == null ? CheckpointDescriptors.read(checkpoint.folder(), checkpoint.name()) : descriptor;
    }

    private List<BenchRow> rows(BenchModel model) throws IOException {
        List<BenchRow> rows = input == null ? builtIn(model) : BenchRows.read(input, limit, teacherForced);
        if (rowsOut != null) {
            BenchRows.write(rowsOut, rows);
        }
        return rows;
    }

    private List<BenchRow> builtIn(BenchModel model) {
        List<BenchRow> all = BuiltInRows.with(text -> model.countTokens(Prompt.of(text)));
        return all.subList(0, Math.min(limit, all.size()));
    }

    private BenchSetting setting(
            TorchCompletionModel model, RuntimeOptions options, BenchPlan plan, Workload workload) {
        RuntimeStatus status = model.status();
        return new BenchSetting(
                checkpoint.name(),
                status.device(),
                status.dtype(),
                options.threads(),
                Seconds.of(model.loadTime()),
                status.passCost(),
                teacherForced,
                plan.repeat(),
                workload.skipped());
    }

    private OptionalLong weightBytes(RuntimeStatus status) {
        return bandwidth
                ? OptionalLong.of(WeightTraffic.bytesPerToken(
                        CheckpointDirectory.open(checkpoint.folder()).config(), status.dtype()))
                : OptionalLong.empty();
    }
}
