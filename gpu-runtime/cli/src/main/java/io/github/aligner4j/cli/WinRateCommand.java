// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.cli.Leaderboard.Printed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aligner win-rate}: computes win rates of comparisons that were judged before. */
@Command(
        name = "win-rate",
        customSynopsis = "aligner win-rate FILE... [--leaderboard=CSV]... [OPTIONS]",
        description = {
            "Compute win rates of comparisons that were judged before.",
            "",
            "Reads judgments.jsonl of aligner compare, annotations.json of alpaca_eval, and auto-j's comparisons of critiques. Prints "
                    + "the raw win rate with its standard error and interval, the net win rate of the Aligner paper with the sign "
                    + "test, and, where the answers are known, the length-controlled win rate.",
            "",
            "docs/benchmarks/alpaca-eval.md explains the numbers. Exit codes: 0 if all is done; 2 for bad options or files.",
            ""
        },
        mixinStandardHelpOptions = true)
final class WinRateCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of comparisons.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--leaderboard",
            paramLabel = "CSV",
            description =
                    "Put the numbers of a leaderboard of alpaca_eval beside ours. A file JUDGE_leaderboard.csv is for that judge.")
    private List<Path> leaderboards = new ArrayList<>();

    @Option(
            names = "--difficulty",
            paramLabel = "CSV",
            description = "alpaca_eval's instruction_difficulty.csv, for the length-controlled win rate.")
    private @Nullable Path difficulty;

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    @Mixin
    private BootstrapFlags bootstrap = new BootstrapFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Difficulties difficulties = difficulty == null ? Difficulties.NONE : Difficulties.read(difficulty);
        List<Leaderboard> printed = new ArrayList<>();
        for (Path each : leaderboards) {
            printed.add(Leaderboard.read(each));
        }
        List<WinRateResult> results = new ArrayList<>();
        for (Map.Entry<WinRateKey, List<WinRateRow>> each :
                WinRateFiles.read(inputs).entrySet()) {
            results.add(WinRateResult.of(
                    each.getKey(), each.getValue(), difficulties, find(printed, each.getKey()), bootstrap.bootstrap()));
        }
        spec.commandLine()
                .getOut()
                .print(
                        json
                                ? Json.withoutNan(Json.MAPPER.valueToTree(results))
                                                .toPrettyString() + "\n"
                                : WinRateTables.page(results, difficulty != null)
                                        .text());
        return 0;
    }

    private static Optional<Printed> find(List<Leaderboard> leaderboards, WinRateKey key) {
        return leaderboards.stream().flatMap(each -> each.find(key).stream()).findFirst();
    }
}
