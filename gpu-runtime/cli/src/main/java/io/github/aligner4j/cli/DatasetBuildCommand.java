// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.DatasetPipeline;
import io.github.aligner4j.training.dataset.DatasetStep;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner dataset build}: builds a dataset, step by step. */
@Command(
        name = "build",
        customSynopsis = {
            "aligner dataset build (--input=FILE | --pairs=FILE)... --output=FILE",
            "                             [OPTIONS]"
        },
        description = {
            "Join files into one dataset without duplicates.",
            "",
            "Also adds identity rows, whose correction is their answer, and cuts rows into windows for "
                    + "checkpoints that need them. Prints the number of rows after each step.",
            ""
        },
        mixinStandardHelpOptions = true)
final class DatasetBuildCommand implements Callable<Integer> {

    @Mixin
    private SourceFlags sources = new SourceFlags();

    @Mixin
    private IdentityFlags identity = new IdentityFlags();

    @Mixin
    private WindowFlags windows = new WindowFlags();

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "JSON Lines; overwritten.")
    private Path output = Path.of("");

    @Option(
            names = "--seed",
            defaultValue = "42",
            paramLabel = "N",
            description = "Seed of all random choices (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--dry-run", description = "Print the steps and do nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        DatasetPipeline pipeline = pipeline();
        if (dryRun) {
            spec.commandLine().getOut().println(pipeline.explain());
            return 0;
        }
        PrintWriter err = spec.commandLine().getErr();
        List<CorrectionRow> rows = pipeline.run(seed, count -> print(count, err));
        RowFile.write(output, rows);
        long identity = rows.stream().filter(CorrectionRow::identity).count();
        err.printf(Locale.ROOT, "%s: %,d rows, of which %,d change nothing%n", output, rows.size(), identity);
        return 0;
    }

    private DatasetPipeline pipeline() {
        List<DatasetStep> steps = new ArrayList<>(sources.steps());
        steps.addAll(windows.steps());
        steps.addAll(identity.steps(windows.maxCharacters()));
        return new DatasetPipeline(steps);
    }

    private static void print(DatasetPipeline.Count count, PrintWriter err) {
        err.printf(
                Locale.ROOT,
                "%,10d rows %,+10d  %s%s%n",
                count.after(),
                count.after() - count.before(),
                count.step(),
                count.note().isEmpty() ? "" : " (" + count.note() + ")");
        err.flush();
    }
}
