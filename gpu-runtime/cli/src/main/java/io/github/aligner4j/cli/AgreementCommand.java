// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.compare.AgreementSummary;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.page.ReportPage;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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

/** {@code aligner agreement}: measures how far judges agree with people and with each other. */
@Command(
        name = "agreement",
        customSynopsis = {
            "aligner agreement FILE... [OPTIONS]",
            "       aligner agreement --labels=FILE --verdicts=FILE [--swapped=FILE]",
            "                         [OPTIONS]"
        },
        description = {
            "Measure how far judges agree with people and with each other.",
            "",
            "FILEs are judgments.jsonl of aligner compare: each two judges of the same aspect are compared on the pairs that both judged. "
                    + "With --labels, verdicts of a judge are compared with people's labels line by line, in the form of auto-j's "
                    + "files: 0 if the first answer is better, 1 if the second is, 2 for a tie.",
            "",
            "docs/benchmarks/alpaca-eval.md explains the numbers. Exit codes: 0 if all is done; 2 for bad options or files.",
            ""
        },
        mixinStandardHelpOptions = true)
final class AgreementCommand implements Callable<Integer> {

    private static final String ALL = "all";

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files of judgments.")
    private List<Path> inputs = new ArrayList<>();

    @Option(names = "--labels", paramLabel = "FILE", description = "JSON Lines with people's label of each pair.")
    private @Nullable Path labels;

    @Option(
            names = "--verdicts",
            paramLabel = "FILE",
            description = "JSON Lines with the judge's output for each pair.")
    private @Nullable Path verdicts;

    @Option(
            names = "--swapped",
            paramLabel = "FILE",
            description = "JSON Lines with the judge's output for each pair with its answers exchanged.")
    private @Nullable Path swapped;

    @Option(
            names = "--category-field",
            defaultValue = "scenario",
            paramLabel = "NAME",
            description = "Field of --labels with the category of a pair (default: ${DEFAULT-VALUE}).")
    private String categoryField = "";

    @Option(
            names = "--group",
            paramLabel = "NAME=CATEGORY,...",
            description = "Count categories as one, under this name, and no others. Can be repeated.")
    private Map<String, String> groups = new LinkedHashMap<>();

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    @Mixin
    private BootstrapFlags flags = new BootstrapFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (inputs.isEmpty() == (labels == null) || (labels == null) != (verdicts == null)) {
            throw new IllegalArgumentException(
                    "give files of judgments, or --labels and --verdicts, but not both kinds");
        }
        if (labels != null && verdicts != null) {
            AgreementFiles files = new AgreementFiles(labels, verdicts, Optional.ofNullable(swapped), categoryField);
            List<AgreementResult> results = results(files.read(), flags.bootstrap());
            print(results, AgreementTables.ofLabels(results, swapped != null));
        } else {
            List<Judgment> judgments = new ArrayList<>();
            for (Path each : inputs) {
                judgments.addAll(JudgmentFile.read(each));
            }
            List<AgreementSummary> summaries = AgreementSummary.of(judgments, flags.bootstrap());
            print(summaries, AgreementTables.ofJudges(summaries));
        }
        return 0;
    }

    private List<AgreementResult> results(List<AgreementRow> rows, Bootstrap bootstrap) {
        Map<String, List<AgreementRow>> parts = new LinkedHashMap<>();
        groups.forEach((name, categories) -> {
            List<String> members =
                    Arrays.stream(categories.split(",")).map(String::strip).toList();
            List<AgreementRow> part = rows.stream()
                    .filter(row -> members.contains(row.category()))
                    .toList();
            if (part.isEmpty()) {
                throw new IllegalArgumentException(
                        "--group " + name + " has no pairs; its categories must be values of " + categoryField);
            }
            parts.put(name, part);
        });
        parts.put(ALL, rows);
        List<AgreementResult> results = new ArrayList<>();
        parts.forEach((name, part) -> results.add(AgreementResult.of(name, part, bootstrap)));
        return results;
    }

    private void print(Object results, ReportPage page) {
        spec.commandLine()
                .getOut()
                .print(json ? Json.withoutNan(Json.MAPPER.valueToTree(results)).toPrettyString() + "\n" : page.text());
    }
}
