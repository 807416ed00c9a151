// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.DatasetPipeline;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
            "Makes the rows of a training from hand-written rows, pairs by people, good answers and prose.",
            "Reports each step on standard error. The same options and files give the same rows."
        },
        mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {

    @Mixin
    private SourceFlags sources = new SourceFlags();

    @Option(
            names = "--window",
            defaultValue = "400",
            paramLabel = "N",
            description =
                    "The maximum number of characters of a window; rows are cut into windows (default: ${DEFAULT-VALUE}).")
    private int window;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "JSON Lines; overwritten.")
    private Path output = Path.of("");

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "(default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--dry-run", description = "Prints the steps and does nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        DatasetPipeline pipeline = new DatasetPipeline(sources.steps(window));
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

    private static String text(DatasetPipeline.Count count) {
        String note = count.note().isEmpty() ? "" : " (" + count.note() + ")";
        return count.step() + ": " + count.before() + " -> " + count.after() + " rows" + note;
    }
}
