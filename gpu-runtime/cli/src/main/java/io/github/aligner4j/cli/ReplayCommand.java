// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.Layer;
import io.github.aligner4j.evaluation.traffic.Comparison;
import io.github.aligner4j.evaluation.traffic.ReplayAnalysis;
import io.github.aligner4j.evaluation.traffic.ReplayReport;
import io.github.aligner4j.runtime.CheckpointAligner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aligner replay}: corrects recorded answers with another configuration, and compares. */
@Command(
        name = "replay",
        customSynopsis = "aligner replay FILE... --output=FILE [--html=FILE] [OPTIONS]",
        description = {
            "Correct recorded answers by another Aligner, and compare.",
            "",
            "Reads recordings as aligner report does, and corrects their answers with the options of aligner correct. "
                    + "Writes a recording of the new run, and prints how many results are the same, changed then but not "
                    + "now, changed now but not then, or different, with typical differences.",
            "",
            "Answers that the output has already are not corrected again, so a stopped run can be resumed. Exit codes: "
                    + "0 if all is done; 1 if corrections failed; 2 for bad options or files.",
            ""
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Recordings, the oldest first.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "The recording of the new run; appended to.")
    private Path output = Path.of("");

    @Option(
            names = "--callers",
            defaultValue = "1",
            paramLabel = "N",
            description = "Answers to correct concurrently: more are faster in sum, but each then waits for others "
                    + "(default: ${DEFAULT-VALUE}).")
    private int callers;

    @Mixin
    private ReportFlags flags = new ReportFlags();

    @Mixin
    private RowFlags rowFlags = new RowFlags();

    @Mixin
    private ProgressFlag progressFlag = new ProgressFlag();

    @Mixin
    private AlignerFlags aligner = new AlignerFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (callers < 1) {
            throw new IllegalArgumentException("--callers must be at least 1, but was " + callers);
        }
        flags.prepare(inputs);
        for (Path input : inputs) {
            OutputFile.require("--output", output, input);
        }
        ReplayReport report = replay();
        flags.write(report, report.page(), spec.commandLine().getOut());
        return report.count(Comparison.FAILED_NOW) + report.count(Comparison.BOTH_FAILED) == 0 ? 0 : 1;
    }

    private ReplayReport replay() throws IOException {
        RowReader reader = rowFlags.reader();
        TrafficFiles files = new TrafficFiles(inputs, reader.skipBad(), reader.err());
        ReplayAnalysis analysis = new ReplayAnalysis(flags.examples(), flags.seed());
        try (LoadedLayers layers = new LoadedLayers()) {
            ReplayRun run = new ReplayRun(files, output, new Replay(aligner.description(), layers::get), analysis);
            ReplayRun.Plan plan = run.plan();
            if (plan.finished() < plan.answers()) {
                layers.load();
            }
            try (Progress progress = progressFlag.start("replaying", plan.answers())) {
                run.run(callers, progress);
            }
        }
        return analysis.report();
    }

    /** The layers that correct; not loaded if all answers are finished. */
    private final class LoadedLayers implements AutoCloseable {

        private List<CheckpointAligner> checkpoints = List.of();
        private List<Layer> layers = List.of();

        void load() {
            CheckpointAligner checkpoint = aligner.open();
            checkpoints = List.of(checkpoint);
            layers = aligner.layers(checkpoint);
        }

        List<Layer> get() {
            return layers;
        }

        @Override
        public void close() {
            checkpoints.forEach(CheckpointAligner::close);
        }
    }
}
