// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.training.dataset.JsonRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner correct}: corrects the answers of a file. */
@Command(
        name = "correct",
        customSynopsis = "aligner correct --input=FILE --output=FILE [OPTIONS]",
        description = {
            "Correct the answers of a file.",
            "",
            "Each line of the input is a JSON object with question and answer; the output has the same "
                    + "objects with correction, changed, edits and timings, and the detections of a checkpoint with a "
                    + "detector.",
            "",
            "Rows that the output has already are skipped, so a stopped run can be resumed. Bad rows are "
                    + "reported and skipped; the exit code is then 1.",
            ""
        },
        mixinStandardHelpOptions = true)
final class CorrectCommand implements Callable<Integer> {

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "JSON Lines with question and answer.")
    private Path input = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "JSON Lines; appended to.")
    private Path output = Path.of("");

    @Mixin
    private ProgressFlag progressFlag = new ProgressFlag();

    @Mixin
    private AlignerFlags aligner = new AlignerFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        JsonRows.open(input).close();
        OutputFile.require("--output", output, input);
        CorrectionRun run = new CorrectionRun(input, output, spec.commandLine().getErr());
        long rows = run.check();
        try (CheckpointAligner checkpoint = aligner.open();
                Progress progress = progressFlag.start("correcting", rows)) {
            return run.correct(aligner.of(checkpoint), progress) ? 0 : 1;
        }
    }
}
