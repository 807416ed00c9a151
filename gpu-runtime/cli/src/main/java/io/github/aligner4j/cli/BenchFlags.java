package io.github.aligner4j.cli;

import io.github.aligner4j.bench.BenchPlan;
import io.github.aligner4j.bench.DraftingNames;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that choose the measurements. */
final class BenchFlags {

    @Option(
            names = "--drafting",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "none,prompt-lookup,residual",
            description =
                    "Drafting strategies to compare: none, prompt-lookup, residual (default: " + "${DEFAULT-VALUE}).")
    private List<String> drafting = List.of();

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "4",
            description = "Rows to run before measuring (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "3",
            description = "Measurements of each row (default: ${DEFAULT-VALUE}).")
    private int repeat;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "1",
            description = "Also compare N concurrent callers with a single one.")
    private int concurrency;

    @Option(
            names = "--soak",
            paramLabel = "N",
            defaultValue = "0",
            description = "Also run N corrections with the last strategy of --drafting, and monitor the memory.")
    private int soak;

    BenchPlan plan() {
        return new BenchPlan(drafting.stream().map(DraftingNames::byName).toList(), warmup, repeat, concurrency, soak);
    }
}
