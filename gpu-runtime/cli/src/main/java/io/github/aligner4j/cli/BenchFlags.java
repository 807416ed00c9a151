package io.github.aligner4j.cli;

import io.github.aligner4j.bench.BenchPlan;
import io.github.aligner4j.bench.DraftingNames;
import java.util.List;
import picocli.CommandLine.Option;

/** How often, how many at once, and in which ways to measure. */
final class BenchFlags {

    @Option(
            names = "--drafting",
            split = ",",
            paramLabel = "WAY",
            defaultValue = "none,prompt-lookup,residual",
            description = "Ways to compare, of none, prompt-lookup, residual (default: ${DEFAULT-VALUE}).")
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
            description = "Times that each row is measured (default: ${DEFAULT-VALUE}).")
    private int repeat;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "1",
            description = "Also measures N callers at once against one after another.")
    private int concurrency;

    @Option(
            names = "--soak",
            paramLabel = "N",
            defaultValue = "0",
            description = "Also runs N corrections, the last way of --drafting, and watches the memory.")
    private int soak;

    BenchPlan plan() {
        return new BenchPlan(drafting.stream().map(DraftingNames::byName).toList(), warmup, repeat, concurrency, soak);
    }
}
