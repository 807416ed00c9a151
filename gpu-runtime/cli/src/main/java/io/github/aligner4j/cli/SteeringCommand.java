// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.JsonRows;
import io.github.aligner4j.training.steering.SteeringExtraction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner steering-vector}: extracts a steering vector from pairs of answer and correction. */
@Command(
        name = "steering-vector",
        aliases = "strength",
        customSynopsis = {
            "aligner steering-vector --checkpoint=DIR --input=FILE",
            "                               (--output=FILE | --write-to=DIR) [OPTIONS]"
        },
        description = {
            "Extract a steering vector from pairs.",
            "",
            "Each line of the input is a JSON object with question, answer and correction; some "
                    + "corrections must be equal to their answers. The vector is the difference of the model's mean "
                    + "activations where it begins to correct and where it begins to copy. Its coefficient is the "
                    + "strength of corrections; steering-curve measures its effect.",
            "",
            "Bad rows are reported and skipped; the exit code is then 1.",
            ""
        },
        mixinStandardHelpOptions = true)
final class SteeringCommand implements Callable<Integer> {

    @Mixin
    private CheckpointFlag checkpoint = new CheckpointFlag();

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "JSON Lines with question, answer and correction.")
    private Path input = Path.of("");

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    /** The options that choose the output. */
    static final class Target {

        @Option(names = "--output", paramLabel = "FILE", description = "Write the vectors to FILE (safetensors).")
        private @Nullable Path output;

        @Option(
                names = "--write-to",
                paramLabel = "DIR",
                description = "Write the vectors into the checkpoint or adapter folder DIR, and their name into its "
                        + "aligner.json.")
        private @Nullable Path folder;

        /** Returns the target; exactly one of both options is given. */
        SteeringTarget chosen() throws IOException {
            return output != null
                    ? new SteeringTarget(output, null)
                    : SteeringTarget.in(Objects.requireNonNull(folder, "folder"));
        }
    }

    @Option(
            names = "--layers",
            split = ",",
            defaultValue = "0",
            paramLabel = "N",
            description = "Layers after which a vector is added, counted from 0 (default: ${DEFAULT-VALUE}).")
    private SortedSet<Integer> layers = new TreeSet<>();

    @Option(
            names = "--positions",
            defaultValue = "1",
            paramLabel = "K",
            description = "Positions of each pair to average over, beginning with the one that predicts the first "
                    + "token of the correction (default: ${DEFAULT-VALUE}).")
    private int positions = 1;

    @Mixin
    private ProgressFlag progressFlag = new ProgressFlag();

    @Mixin
    private TemplateFlag template = new TemplateFlag();

    @Mixin
    private RuntimeFlags runtime = new RuntimeFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        SteeringTarget file = target.chosen();
        long rows = JsonRows.count(input);
        try (SteeringExtraction extraction = SteeringExtraction.open(
                        checkpoint.folder(), template.descriptor(), runtime.options(), positions);
                Progress progress = progressFlag.start("reading", rows)) {
            extraction.requireLayers(layers);
            boolean good = new PairRun(input, spec.commandLine().getErr()).read(extraction, progress);
            extraction.write(file.vectors(), layers);
            file.describe();
            spec.commandLine()
                    .getOut()
                    .println(file.vectors() + ": steering vectors after layers " + layers + ", from "
                            + extraction.corrections() + " changed and " + extraction.copies() + " unchanged answers");
            return good ? 0 : 1;
        }
    }
}
