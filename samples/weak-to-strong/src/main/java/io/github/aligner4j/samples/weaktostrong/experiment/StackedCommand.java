// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code experiment stacked}: an Aligner after itself. */
@Command(
        name = "stacked",
        description = "Corrects answers by the embedded Aligner, and the outcome again. Writes stacked.md.",
        mixinStandardHelpOptions = true)
final class StackedCommand implements Callable<Integer> {

    @Mixin
    private ExperimentFlags flags = new ExperimentFlags();

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "Rows with question, answer and people's correction.")
    private Path input = Path.of("");

    @Option(
            names = "--limit",
            defaultValue = "300",
            paramLabel = "N",
            description = "The number of rows, chosen by the first of --seeds (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--passes",
            defaultValue = "3",
            paramLabel = "N",
            description = "The number of passes (default: ${DEFAULT-VALUE}).")
    private int passes;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<CorrectionRow> rows = new ArrayList<>(RowFile.readAll(input, CorrectionRow::parse));
        Collections.shuffle(rows, new Random(flags.seeds().get(0)));
        List<CorrectionRow> chosen = rows.subList(0, Math.min(limit, rows.size()));
        try (CheckpointAligner aligner = flags.laboratory().embedded()) {
            StackedExperiment experiment = new StackedExperiment(aligner, flags.folder(), passes);
            String table = new StackedReport(experiment.run(chosen), passes).table();
            spec.commandLine().getOut().print(table);
            Files.writeString(flags.folder().resolve("stacked.md"), table);
        }
        return 0;
    }
}
