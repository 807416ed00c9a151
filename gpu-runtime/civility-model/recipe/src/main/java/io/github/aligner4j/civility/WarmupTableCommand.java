package io.github.aligner4j.civility;

import io.github.aligner4j.evaluation.plot.Series;
import io.github.aligner4j.evaluation.plot.SvgPlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code recipe warmup-table}: prints and plots the outcome of {@code ablation}. */
@Command(
        name = "warmup-table",
        description = "Prints the outcome of the runs of 'ablation', and writes warmup.md and warmup.svg beside them.",
        mixinStandardHelpOptions = true)
final class WarmupTableCommand implements Callable<Integer> {

    private static final List<String> SHARES = List.of("0", "0.02", "0.1", "0.2", "0.5");

    @Parameters(paramLabel = "FOLDER", description = "The output folder of 'ablation'.")
    private Path folder = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<Run> runs = new ArrayList<>();
        for (String share : SHARES) {
            runs.add(Run.read(
                    folder.resolve("share-" + share + "/evaluation/evaluation.json"), Double.parseDouble(share)));
        }
        StringBuilder table = new StringBuilder("| identity share | style | BLEU, lower case | sentences unchanged |"
                + " clean windows exact | clean answers exact |\n| --- | --- | --- | --- | --- | --- |\n");
        runs.forEach(run -> table.append(run.line()));
        spec.commandLine().getOut().print(table);
        Files.writeString(folder.resolve("warmup.md"), table);
        SvgPlot plot = new SvgPlot(
                "Warm-up on answers that are to be left alone",
                "identity share",
                "share",
                List.of(
                        series("style (cross-fitted judge)", "#b3541e", runs, Run::style),
                        series("BLEU / 100 (lower case)", "#2b6cb0", runs, run -> run.bleu() / 100),
                        series("clean windows exact", "#2f855a", runs, Run::windows)));
        Files.writeString(folder.resolve("warmup.svg"), plot.text());
        return 0;
    }

    private static Series series(String name, String color, List<Run> runs, ToDoubleFunction<Run> value) {
        return new Series(
                name,
                Series.Mark.LINE,
                color,
                runs.stream()
                        .map(run -> new Series.Point(run.share(), value.applyAsDouble(run)))
                        .toList());
    }

    private record Run(double share, double style, double bleu, double unchanged, double windows, double answers) {

        static Run read(Path file, double share) {
            JsonNode json = new JsonMapper().readTree(file);
            JsonNode style = json.path("style").path(0);
            JsonNode copies = json.path("copies");
            return new Run(
                    share,
                    style.path("style").path("cross-fitted").asDouble(),
                    style.path("bleuLowerCase").path("score").asDouble(),
                    style.path("unchanged").asDouble(),
                    copies.path("exactWindows").asDouble()
                            / copies.path("windows").asDouble(),
                    copies.path("exact").asDouble() / copies.path("answers").asDouble());
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "| %.0f %% | %.3f | %.1f | %.1f %% | %.1f %% | %.1f %% |%n",
                    100 * share,
                    style,
                    bleu,
                    100 * unchanged,
                    100 * windows,
                    100 * answers);
        }
    }
}
