// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code experiment warmup}: the identity warm-up. */
@Command(
        name = "warmup",
        description = "Compares shares of identity warm-up. Writes warmup.md, warmup.svg and warmup.json.",
        mixinStandardHelpOptions = true)
final class WarmupCommand implements Callable<Integer> {

    @Mixin
    private ExperimentFlags flags = new ExperimentFlags();

    @Option(
            names = "--rows",
            split = ",",
            defaultValue = "500,2000,8000",
            paramLabel = "N",
            description = "The numbers of training rows (default: ${DEFAULT-VALUE}).")
    private List<Integer> rows = List.of();

    @Option(
            names = "--base",
            split = ",",
            defaultValue = "plain,repeating",
            paramLabel = "NAME",
            description = "The base models: plain or repeating (default: ${DEFAULT-VALUE}).")
    private List<WarmupGrid.Base> bases = List.of();

    @Option(
            names = "--texts",
            defaultValue = "16000",
            paramLabel = "N",
            description = "The number of texts of a base model (default: ${DEFAULT-VALUE}).")
    private int texts;

    @Option(
            names = "--test",
            defaultValue = "100",
            paramLabel = "N",
            description = "The number of test sentences (default: ${DEFAULT-VALUE}).")
    private int test;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        WarmupGrid grid = new WarmupGrid(bases, rows, WarmupGrid.ARMS, flags.seeds(), texts, test);
        List<WarmupOutcome> outcomes = new WarmupExperiment(flags.laboratory(), grid)
                .run(outcome -> spec.commandLine().getErr().println(outcome));
        WarmupReport report = new WarmupReport(outcomes);
        spec.commandLine().getOut().print(report.table());
        Files.writeString(flags.folder().resolve("warmup.md"), report.table());
        Files.writeString(flags.folder().resolve("warmup.svg"), report.plot().text());
        WholeFile.write(
                flags.folder().resolve("warmup.json"),
                outcomes.stream().map(new JsonMapper()::writeValueAsString).toList());
        return 0;
    }
}
