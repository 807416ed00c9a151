package io.github.aligner4j.civility;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.DatasetPipeline;
import io.github.aligner4j.training.dataset.DatasetStep;
import io.github.aligner4j.training.dataset.DatasetSteps;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.Windowing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recipe build}: makes the rows of a training. */
@Command(
        name = "build",
        description = {
            "Makes the rows of a training from pairs by people and from good answers.",
            "Reports each step on standard error."
        },
        mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {

    @Mixin
    private SourceFlags sources = new SourceFlags();

    @Mixin
    private PairFlags pairs = new PairFlags();

    @Mixin
    private IdentityFlags identity = new IdentityFlags();

    @Option(
            names = "--window",
            defaultValue = "0",
            paramLabel = "N",
            description = "Cuts all rows into windows of at most N characters (default: leaves them whole).")
    private int window;

    @Option(
            names = "--question-characters",
            defaultValue = "2147483647",
            paramLabel = "N",
            description =
                    "With --window: the maximum number of characters of the question, from its end (default: all).")
    private int questionCharacters;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "JSON Lines; overwritten.")
    private Path output = Path.of("");

    @Option(names = "--seed", defaultValue = "42", paramLabel = "N", description = "(default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--dry-run", description = "Prints the steps and does nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        sources.check();
        pairs.check(sources);
        DatasetPipeline pipeline = new DatasetPipeline(steps());
        if (dryRun) {
            spec.commandLine().getOut().println(pipeline.explain());
            return 0;
        }
        PrintWriter err = spec.commandLine().getErr();
        List<CorrectionRow> rows = pipeline.run(seed, count -> err.println(text(count)));
        RowFile.write(output, rows);
        long same = rows.stream().filter(CorrectionRow::identity).count();
        err.println("wrote " + rows.size() + " rows, " + same + " of them identity rows");
        return 0;
    }

    private List<DatasetStep> steps() {
        List<DatasetStep> steps = new ArrayList<>(sources.read());
        steps.addAll(pairs.targets());
        steps.add(DatasetSteps.add(RecipeSteps.TARGETS));
        steps.add(DatasetSteps.dropDuplicates());
        steps.addAll(pairs.natural());
        if (sources.hasCarriers()) {
            steps.addAll(sources.rewrite());
            steps.addAll(pairs.insertions());
            steps.addAll(identity.goodAnswers());
        }
        if (window != 0) {
            steps.add(DatasetSteps.cutWindows(new Windowing(window, questionCharacters)));
        }
        steps.add(DatasetSteps.dropRepetitions());
        steps.addAll(identity.identity(window == 0 ? Integer.MAX_VALUE : window));
        return steps;
    }

    private static String text(DatasetPipeline.Count count) {
        String note = count.note().isEmpty() ? "" : " (" + count.note() + ")";
        return count.step() + ": " + count.before() + " -> " + count.after() + " rows" + note;
    }
}
