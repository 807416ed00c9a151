// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.SteeringCurve;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner steering-curve}: measures the effect of a steering vector by its strength. */
@Command(
        name = "steering-curve",
        aliases = "strength-curve",
        customSynopsis = "aligner steering-curve --input=FILE [OPTIONS]",
        description = {
            "Measure the effect of a steering vector by its strength.",
            "",
            "Corrects the same answers at several strengths and prints, for each: the edit ratio (word "
                    + "insertions, deletions and replacements, divided by the words of the answer; mean over the "
                    + "answers that were not rejected), and the shares of answers changed and rejected.",
            ""
        },
        mixinStandardHelpOptions = true)
final class SteeringCurveCommand implements Callable<Integer> {

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "JSON Lines with question and answer.")
    private Path input = Path.of("");

    @Option(
            names = "--coefficients",
            split = ",",
            defaultValue = "-3,-2,-1,0,1,2,3",
            paramLabel = "X",
            description = "The strengths to measure (default: ${DEFAULT-VALUE}).")
    private SortedSet<Double> coefficients = new TreeSet<>();

    @Option(names = "--plot", paramLabel = "FILE", description = "Plot the curve to FILE (SVG).")
    private @Nullable Path plot;

    @Mixin
    private ProgressFlag progressFlag = new ProgressFlag();

    @Mixin
    private AlignerFlags aligner = new AlignerFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (plot != null) {
            OutputFile.require("--plot", plot, input);
        }
        List<CorrectionRequest> requests =
                RowFile.readAll(input, row -> Row.parse(row).request());
        try (CheckpointAligner checkpoint = aligner.open();
                Progress progress = progressFlag.start("correcting", (long) requests.size() * coefficients.size())) {
            SteeringCurve curve = SteeringCurve.measure(aligner.of(checkpoint), requests, coefficients, progress::step);
            print(curve, spec.commandLine().getOut());
            if (plot != null) {
                WholeFile.write(plot, curve.plot().text());
            }
        }
        return 0;
    }

    private static void print(SteeringCurve curve, PrintWriter out) {
        out.println("| strength | edit ratio | changed | rejected |");
        out.println("|---|---|---|---|");
        for (SteeringCurve.Point point : curve.points()) {
            out.printf(
                    Locale.ROOT,
                    "| %s | %.3f | %.1f %% | %.1f %% |%n",
                    BigDecimal.valueOf(point.strength()).stripTrailingZeros().toPlainString(),
                    point.editRatio(),
                    100 * point.changed(),
                    100 * point.rejected());
        }
    }
}
