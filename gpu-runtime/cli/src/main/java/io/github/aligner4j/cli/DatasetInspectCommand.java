// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.plot.DatasetPlots;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.DatasetStatistics;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner dataset inspect}: prints statistics of a dataset. */
@Command(
        name = "inspect",
        description = {
            "Print statistics of a dataset as JSON.",
            "",
            "Counts rows, duplicates and identity rows, whose correction is their answer, and gives the "
                    + "distribution of lengths and edits.",
            ""
        },
        mixinStandardHelpOptions = true)
final class DatasetInspectCommand implements Callable<Integer> {

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "The rows.")
    private Path input = Path.of("");

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "Plot the distributions of lengths and edits to DIR (lengths.svg, edits.svg).")
    private @Nullable Path plots;

    @Mixin
    private RowFlags rowFlags = new RowFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<CorrectionRow> rows = rowFlags.reader().read(input, CorrectionRow::parse);
        spec.commandLine().getOut().println(Json.INDENTED.writeValueAsString(DatasetStatistics.of(rows)));
        if (plots != null) {
            Files.createDirectories(plots);
            WholeFile.write(
                    plots.resolve("lengths.svg"),
                    DatasetPlots.lengths(
                                    DatasetStatistics.lengths(rows, CorrectionRow::answer),
                                    DatasetStatistics.lengths(rows, CorrectionRow::correction))
                            .text());
            WholeFile.write(
                    plots.resolve("edits.svg"),
                    DatasetPlots.edits(DatasetStatistics.editRatios(rows)).text());
        }
        return 0;
    }
}
