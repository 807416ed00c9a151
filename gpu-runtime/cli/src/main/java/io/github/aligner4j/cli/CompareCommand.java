package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonReport;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code aligner compare}: compares systems on the same rows. */
@Command(
        name = "compare",
        customSynopsis = "aligner compare ROWS --output=DIR [--system=NAME=SPEC]... [OPTIONS]",
        description = {
            "Compare systems that correct answers, on the same rows.",
            "",
            "Each line of ROWS is a JSON object with question and answer, and may have id, category, correction (by people), "
                    + "context and conversation; recordings and outputs of aligner correct are read, too. The original "
                    + "answers are always compared, people's corrections if there are some.",
            "",
            "Writes answers, report.json and comparison.json into DIR. A run that was stopped goes on where it was, and asks "
                    + "nothing twice. A system's failure is its answer to that row. Exit codes: 0 if all is done; 1 if "
                    + "answers failed; 2 for bad options or files.",
            "",
            "docs/guide/compare.md explains everything.",
            ""
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ROWS", description = "JSON Lines with question and answer.")
    private Path input = Path.of("");

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "The folder of the comparison; continued if it has one.")
    private Path output = Path.of("");

    @Mixin
    private CompareFlags flags = new CompareFlags();

    @Mixin
    private RowFlags rowFlags = new RowFlags();

    @Mixin
    private ProgressFlag progressFlag = new ProgressFlag();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        flags.check();
        CompareConfig config = flags.config();
        CompareRows rows = flags.rows(input, rowFlags.reader());
        List<CompareSystem> systems = CompareSystems.of(rows, config.systemList(), flags.conversation());
        ObjectNode configuration = configuration(config, rows, systems);
        CompareFolder.check(output, configuration, flags.extend());
        try (CompareFolder folder = CompareFolder.open(output, configuration, flags.extend());
                CompareModels models = new CompareModels(config, flags.runtime(), spec)) {
            Map<String, Map<String, CompareAnswers.Stored>> answers = answer(rows, systems, folder, models);
            ComparisonData data = new CompareData(rows, systems, config.currency(), answers).data(flags.title(config, input));
            ComparisonReport report = ComparisonReport.of(data, bootstrap(config));
            ObjectNode json = CompareReport.json(data, report);
            WholeFile.write(folder.resolve("report.json"), json.toPrettyString() + "\n");
            PrintWriter out = spec.commandLine().getOut();
            out.println(flags.json() ? json.toString() : CompareReport.text(data, report));
            return report.systems().stream().allMatch(system -> system.failed() == 0) ? 0 : 1;
        }
    }

    private Bootstrap bootstrap(CompareConfig config) {
        return new Bootstrap(Bootstrap.DEFAULT.resamples(), Bootstrap.DEFAULT.level(), flags.seed(config));
    }

    private ObjectNode configuration(CompareConfig config, CompareRows rows, List<CompareSystem> systems)
            throws IOException {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("version", new AlignerCommand.Version().getVersion()[0]);
        json.putObject("rows")
                .put("count", rows.rows().size())
                .put("digest", CompareRows.digest(input));
        json.put("seed", flags.seed(config));
        ObjectNode described = json.putObject("systems");
        CompareConfiguration configuration = new CompareConfiguration(config);
        for (CompareSystem system : systems) {
            configuration.put(system, described);
        }
        return json;
    }

    /** Returns all answers, by the names of their systems and the ids of their rows. */
    private Map<String, Map<String, CompareAnswers.Stored>> answer(
            CompareRows rows, List<CompareSystem> systems, CompareFolder folder, CompareModels models)
            throws IOException {
        Map<String, Map<String, CompareAnswers.Stored>> all = new LinkedHashMap<>();
        CompareRun run = new CompareRun(rows, models, flags.callers(), new Budget(flags.maxCost()));
        Set<String> ids = new LinkedHashSet<>();
        rows.rows().forEach(row -> ids.add(row.id()));
        for (int i = 0; i < systems.size(); i++) {
            CompareSystem system = systems.get(i);
            try (CompareAnswers answers = CompareAnswers.open(folder.answers(system), ids, !flags.retryFailed());
                    Progress progress =
                            progressFlag.start(system.name(), rows.rows().size())) {
                run.answer(system, answers, progress);
                all.put(system.name(), answers.answers());
            }
            models.closeAllBut(systems.subList(i + 1, systems.size()));
        }
        return all;
    }
}
