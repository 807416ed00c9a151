package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner dataset build}: makes rows of rows. */
@Command(
        name = "build",
        description = {
            "Joins files into one, without rows that say the same, and adds rows on request:",
            "--identity-rows and --identity-share add good answers that are to be left alone;",
            "--window cuts all of them into the windows that some checkpoints read."
        },
        mixinStandardHelpOptions = true)
final class DatasetBuildCommand implements Callable<Integer> {

    @Mixin
    private RowSourceFlags sources = new RowSourceFlags();

    @Mixin
    private CarrierFlags carriers = new CarrierFlags();

    @Mixin
    private IdentityFlags identity = new IdentityFlags();

    @Mixin
    private WindowFlags windows = new WindowFlags();

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "JSON Lines; overwritten.")
    private Path output = Path.of("");

    @Option(names = "--seed", defaultValue = "42", paramLabel = "N", description = "(default: ${DEFAULT-VALUE})")
    private long seed;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (sources.none()) {
            throw new IllegalArgumentException("at least one of --input and --pairs must be given");
        }
        PrintWriter err = spec.commandLine().getErr();
        BuildSummary summary = new BuildSummary();
        Random random = new Random(seed);
        List<CorrectionRow> good = carriers.read(sources.reader());
        List<CorrectionRow> rows = new ArrayList<>(sources.read(summary));
        identity.add(rows, good);
        List<CorrectionRow> outcome = identity.limited(windows.cut(rows, summary), windows.longest(), random, summary);
        RowFile.write(output, outcome);
        long same = outcome.stream().filter(CorrectionRow::identity).count();
        err.println(summary.text() + "; wrote " + outcome.size() + ", " + same + " of them to leave alone");
        return 0;
    }
}
