// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonReport;
import io.github.aligner4j.evaluation.page.ComparisonPages;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aligner shift}: draws how corrections shift scores. */
@Command(
        name = "shift",
        customSynopsis = {
            "aligner shift [NAME=]FILE... --score=NAME=SPEC --score=NAME=SPEC",
            "                     --output=DIR [OPTIONS]"
        },
        description = {
            "Draw how corrections shift scores, such as helpful against harmless.",
            "",
            "Each line of FILE is a JSON object with question, answer and correction: training data, or the output of "
                    + "aligner correct. Several files have corrections of the same answers, such as those of "
                    + "checkpoints in the order of training; the means of their scores are drawn as a path.",
            "",
            "SPEC is one of",
            "  field:FIELD             numbers of the rows, by answer and correction",
            "  detector:SOURCE#LABEL   probability of a label, by a checkpoint's detector",
            "  detector:SOURCE#~LABEL  probability that the label does not hold",
            "  style:FILE              civility by a classifier trained on pairs",
            "  facts-kept, facts-added, structure-kept, length-ratio, edit-ratio,",
            "  unchanged, refusal      scores of the texts alone",
            "SOURCE is embedded, a folder or " + HubModels.FORM + ".",
            "",
            "Writes report.html, report.md, report.json, and figures as SVG and PNG into DIR. The first two scores are"
                    + " the axes of the shift. Exit codes: 0 if all is done; 2 for bad options or files.",
            ""
        },
        mixinStandardHelpOptions = true)
final class ShiftCommand implements Callable<Integer> {

    private static final int MIN_SCORES = 2;

    @Parameters(
            arity = "1..*",
            paramLabel = "[NAME=]FILE",
            description = "JSON Lines; NAME defaults to the file's name.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = "--score",
            required = true,
            paramLabel = "NAME=SPEC",
            description = "A score; at least two. May be repeated.")
    private List<String> scores = new ArrayList<>();

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "The folder; files in it are overwritten.")
    private Path output = Path.of("");

    @Option(
            names = "--title",
            defaultValue = "Shift of scores",
            paramLabel = "TEXT",
            description = "Title of the report.")
    private String title = "";

    @Option(
            names = "--page-rows",
            defaultValue = "" + ComparisonPages.DEFAULT_MAX_ROWS,
            paramLabel = "N",
            description = "Number of rows in report.html, 0 to keep their texts out of it (default: ${DEFAULT-VALUE}).")
    private int pageRows;

    @Mixin
    private RuntimeFlags runtime = new RuntimeFlags();

    @Mixin
    private RowFlags rowFlags = new RowFlags();

    @Mixin
    private ProgressFlag progressFlag = new ProgressFlag();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        check();
        ShiftRows rows = ShiftRows.read(inputs, rowFlags.reader());
        try (ShiftScorers scorers = ShiftScorers.open(scores, rows, runtime, spec);
                Progress progress = progressFlag.start("scoring", rows.answers())) {
            ComparisonData data = rows.data(title, scorers, progress);
            scorers.checkLabels();
            write(data, ComparisonReport.of(data, Bootstrap.DEFAULT));
        }
        return 0;
    }

    private void check() {
        if (scores.size() < MIN_SCORES) {
            throw new IllegalArgumentException("--score must be given at least " + MIN_SCORES
                    + " times, for both axes, but was given " + scores.size() + " time");
        }
        if (pageRows < 0) {
            throw new IllegalArgumentException("--page-rows must be at least 0, but was " + pageRows);
        }
    }

    private void write(ComparisonData data, ComparisonReport report) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Files.createDirectories(output);
        ComparisonFiles.write(output, data, report, pageRows, err);
        if (inputs.size() > 1) {
            ComparisonFiles.writeFigures(output.resolve("figures"), List.of(ComparisonPages.path(data, report)), err);
        }
        WholeFile.write(
                output.resolve("report.json"), CompareReport.json(data, report).toPrettyString() + "\n");
        spec.commandLine().getOut().print(ComparisonPages.text(data, report));
        spec.commandLine().getOut().flush();
    }
}
