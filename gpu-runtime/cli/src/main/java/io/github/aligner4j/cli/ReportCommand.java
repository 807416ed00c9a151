// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.traffic.TrafficAnalysis;
import io.github.aligner4j.evaluation.traffic.TrafficEntry;
import io.github.aligner4j.evaluation.traffic.TrafficReport;
import io.github.aligner4j.training.dataset.JsonRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aligner report}: reports on recorded traffic. */
@Command(
        name = "report",
        customSynopsis = "aligner report FILE... [--html=FILE] [OPTIONS]",
        description = {
            "Report what Aligners did to recorded answers, or would have done.",
            "",
            "Reads recordings of an application (aligner.recording.file) and output of aligner correct, of any size. "
                    + "Prints how many answers were changed, by layer and kind of change, with times, refusals, failures, "
                    + "disagreements between layers, and typical changes. What shadow layers observed and what a canary's "
                    + "share of users got are counted apart.",
            "",
            "docs/guide/recording.md explains the numbers. Exit codes: 0 if all is done; 2 for bad options or files.",
            ""
        },
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Recordings, the oldest first.")
    private List<Path> inputs = new ArrayList<>();

    @Mixin
    private ReportFlags flags = new ReportFlags();

    @Mixin
    private RowFlags rowFlags = new RowFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        flags.prepare(inputs);
        TrafficAnalysis analysis = new TrafficAnalysis(flags.examples(), flags.seed());
        RowReader reader = rowFlags.reader();
        new TrafficFiles(inputs, reader.skipBad(), reader.err()).forEach(new TrafficFiles.Visitor() {
            @Override
            public void visit(String place, JsonRow row, TrafficEntry entry) {
                analysis.add(place, entry);
            }

            @Override
            public void skip() {
                analysis.skip();
            }
        });
        TrafficReport report = analysis.report();
        flags.write(report, report.page(), spec.commandLine().getOut());
        return 0;
    }
}
