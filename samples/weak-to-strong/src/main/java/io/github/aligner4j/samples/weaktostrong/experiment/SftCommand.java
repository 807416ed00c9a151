// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code experiment sft}: an Aligner against supervised fine-tuning. */
@Command(
        name = "sft",
        description = "Compares an Aligner with supervised fine-tuning of the upstream model on the same rows. Writes"
                + " sft.md.",
        mixinStandardHelpOptions = true)
final class SftCommand implements Callable<Integer> {

    @Mixin
    private ExperimentFlags flags = new ExperimentFlags();

    @Option(
            names = "--questions",
            defaultValue = "2147483647",
            showDefaultValue = Help.Visibility.NEVER,
            paramLabel = "N",
            description = "The number of questions of each part (default: all).")
    private int questions;

    @Option(
            names = "--epochs",
            defaultValue = "30",
            paramLabel = "N",
            description = "Epochs of the Aligner and of the fine-tuning (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--upstream-epochs",
            defaultValue = "25",
            paramLabel = "N",
            description = "Epochs of the upstream model (default: ${DEFAULT-VALUE}).")
    private int upstreamEpochs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        SftExperiment experiment =
                new SftExperiment(flags.laboratory(), new SftExperiment.Size(questions, upstreamEpochs, epochs));
        List<Long> seeds = flags.seeds();
        List<SftExperiment.Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            outcomes.add(experiment.run(seeds.get(i), seeds.get((i + 1) % seeds.size())));
            spec.commandLine().getErr().println("seed " + seeds.get(i) + " is done");
        }
        String table = new SftReport(experiment.heldOut(), outcomes).table();
        spec.commandLine().getOut().print(table);
        Files.writeString(flags.folder().resolve("sft.md"), table);
        return 0;
    }
}
