// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.checkpoint.CheckpointAverage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner average}: averages the weights of checkpoints. */
@Command(
        name = "average",
        description = {
            "Average the weights of checkpoints.",
            "",
            "The average of checkpoints of one training is often better than each of them.",
            ""
        },
        mixinStandardHelpOptions = true)
final class AverageCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "A checkpoint: its folder, or hf://... on the hub; at least two. Tokenizer and settings are "
                    + "those of the first.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "A new folder for the average.")
    private Path output = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        CheckpointAverage.write(
                models.stream().map(model -> HubModels.folder(model, spec)).toList(), output);
        spec.commandLine().getErr().println(output + ": the average of " + models.size() + " checkpoints");
        return 0;
    }
}
