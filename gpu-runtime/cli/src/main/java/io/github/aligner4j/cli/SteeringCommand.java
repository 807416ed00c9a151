package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.SteeringExtraction;
import io.github.aligner4j.training.dataset.JsonRows;
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

/** {@code aligner strength}: finds the vectors that make a checkpoint correct more or less. */
@Command(
        name = "strength",
        description = {
            "Finds the vectors by which a checkpoint can be told how strongly to correct. Each line of the input is a JSON"
                    + " object with question, answer and correction; some corrections must be the answer itself.",
            "The vectors are the difference of two means of the model's activations: where it begins to correct, and where"
                    + " it begins to copy. 'aligner strength-curve' measures what they do.",
            "A bad row is named on standard error and left out; then the exit code is 1."
        },
        mixinStandardHelpOptions = true)
final class SteeringCommand implements Callable<Integer> {

    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "DIR",
            description = "A Hugging Face checkpoint folder.")
    private Path checkpoint = Path.of("");

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "JSON Lines with question, answer, correction.")
    private Path input = Path.of("");

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    /** Where the vectors go. */
    static final class Target {

        @Option(names = "--output", paramLabel = "FILE", description = "Writes the vectors to FILE (safetensors).")
        private @Nullable Path output;

        @Option(
                names = "--write-to",
                paramLabel = "DIR",
                description =
                        "Writes them into the checkpoint or adapter folder DIR and names them in its aligner.json.")
        private @Nullable Path folder;

        /** Returns where to; exactly one of both was given. */
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
            description = "After which layers a vector is added, counted from 0 (default: ${DEFAULT-VALUE}).")
    private SortedSet<Integer> layers = new TreeSet<>();

    @Option(
            names = "--positions",
            defaultValue = "1",
            paramLabel = "K",
            description =
                    "How many positions of each pair count: the one that decides the first token of the correction,"
                            + " and those after it (default: ${DEFAULT-VALUE}).")
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
        try (SteeringExtraction extraction =
                        SteeringExtraction.open(checkpoint, template.descriptor(), runtime.options(), positions);
                Progress progress = progressFlag.start("reading", rows)) {
            extraction.requireLayers(layers);
            boolean good = new PairRun(input, spec.commandLine().getErr()).read(extraction, progress);
            extraction.write(file.vectors(), layers);
            file.describe();
            spec.commandLine()
                    .getOut()
                    .println(file.vectors() + ": vectors after layers " + layers + ", from " + extraction.corrections()
                            + " pairs to correct and " + extraction.copies() + " to copy");
            return good ? 0 : 1;
        }
    }
}
