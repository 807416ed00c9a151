// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.bench.BenchPlan;
import io.github.aligner4j.bench.DraftingNames;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.drafting.PassCost;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose the measurements. */
final class BenchFlags {

    private static final Pattern PASS_COST = Pattern.compile("(\\d{1,6}):(\\d{1,6}(?:\\.\\d{1,9})?)");

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

    @Option(
            names = "--pass-cost",
            paramLabel = "FREE:PER_TOKEN",
            description = "Fixed cost of forward passes, so that each run makes the same drafts: the number of tokens "
                    + "that take the time of one, and the time of each further one, as in 4:0.04 (default: measured while "
                    + "loading).")
    private @Nullable String passCost;

    /** Returns {@code options} with the fixed cost of passes, if one was given. */
    RuntimeOptions withPassCost(RuntimeOptions options) {
        if (passCost == null) {
            return options;
        }
        Matcher parts = PASS_COST.matcher(passCost);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "--pass-cost must be two numbers with a colon between them, such as 4:0.04, but was '" + passCost
                            + "'");
        }
        return options.withPassCost(
                PassCost.linear(Integer.parseInt(parts.group(1)), Double.parseDouble(parts.group(2))));
    }

    BenchPlan plan() {
        return new BenchPlan(drafting.stream().map(DraftingNames::byName).toList(), warmup, repeat, concurrency, soak);
    }
}
