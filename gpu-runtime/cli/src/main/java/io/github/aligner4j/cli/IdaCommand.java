// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner ida}: trains an upstream model on corrections of its answers, again and again. */
@Command(
        name = "ida",
        customSynopsis = {
            "aligner ida --upstream=DIR --questions=FILE --test=FILE --output=DIR",
            "                   [OPTIONS]"
        },
        description = {
            "Train an upstream model on corrections of its answers, in rounds.",
            "",
            "In each round the model answers the questions, the Aligner corrects the answers, and the model is trained"
                    + " on the corrections. Its answers to held-out questions are measured before and after, alone (A,"
                    + " then C1, C2, ...) and corrected (B, D1, D2, ...), with bootstrap intervals over questions.",
            "",
            "The output folder gets report.json, report.md and the files of all rounds. Finished steps are not done"
                    + " again, so a stopped run is continued by the same command.",
            ""
        },
        mixinStandardHelpOptions = true)
final class IdaCommand implements Callable<Integer> {

    @Option(
            names = "--upstream",
            required = true,
            paramLabel = "DIR",
            description = "The checkpoint of the upstream model. If repeated, each run begins with another one.")
    private List<Path> upstreams = List.of();

    @Option(
            names = "--questions",
            required = true,
            paramLabel = "FILE",
            description = "JSON Lines with question: the questions that it is trained on.")
    private Path questions = Path.of("");

    @Option(
            names = "--test",
            required = true,
            paramLabel = "FILE",
            description = "JSON Lines with question: held-out questions, each once.")
    private Path test = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "Output folder.")
    private Path output = Path.of("");

    @Option(
            names = "--rounds",
            defaultValue = "2",
            paramLabel = "N",
            description = "Number of rounds (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--runs",
            defaultValue = "0",
            paramLabel = "N",
            description = "Number of runs, with the seeds --seed, --seed + 1, ... (default: one for each --upstream).")
    private int runs;

    @Option(
            names = "--max-characters",
            defaultValue = "0",
            paramLabel = "N",
            description = "Leave out rows whose prompt and answer are longer together; 0 for no limit (default: "
                    + "${DEFAULT-VALUE}).")
    private int maxCharacters;

    @Mixin
    private IdaMeasureFlags measures = new IdaMeasureFlags();

    @Mixin
    private UpstreamPromptFlags prompt = new UpstreamPromptFlags();

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "Maximum number of tokens of an upstream answer (default: the rest of the context).")
    private @Nullable Integer maxNewTokens;

    @Mixin
    private TrainingFlags training = new TrainingFlags();

    @Mixin
    private AlignerFlags aligner = new AlignerFlags();

    @Mixin
    private ProgressFlag progress = new ProgressFlag();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<Path> models = upstreams();
        requireQuestions();
        List<IdaMeasure> measured = measures.measures(test);
        manifest(models).require(output);
        IdaRun loop = new IdaRun(steps(), questions, test, rounds);
        List<List<IdaAnswer.Pair>> answers = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            long seed = training.seed() + i;
            answers.add(loop.run(models.get(i), seed, output.resolve("seed-" + seed)));
        }
        write(new IdaAnalysis(measured, answers).report(seeds(models.size())), measured);
        return 0;
    }

    private void write(IdaReport report, List<IdaMeasure> measured) throws IOException {
        List<String> shares = measured.stream()
                .filter(IdaMeasure::share)
                .map(IdaMeasure::name)
                .toList();
        String table = new IdaTable(report, shares).text();
        WholeFile.write(output.resolve("report.json"), Json.INDENTED.writeValueAsString(report) + "\n");
        WholeFile.write(output.resolve("report.md"), table);
        spec.commandLine().getOut().print(table);
    }

    private IdaSteps steps() {
        SamplingParameters greedy = SamplingParameters.GREEDY;
        return new IdaSteps(
                aligner,
                prompt.layout(),
                maxNewTokens == null ? greedy : greedy.withMaxNewTokens(maxNewTokens),
                training,
                maxCharacters,
                progress,
                spec.commandLine().getErr());
    }

    /** Returns the upstream model of each run. */
    private List<Path> upstreams() {
        int count = runs == 0 ? upstreams.size() : runs;
        if (rounds < 1 || count < 1 || (upstreams.size() > 1 && count != upstreams.size())) {
            throw new IllegalArgumentException(
                    "--rounds and --runs must be at least 1, and there must be one --upstream,"
                            + " or one for each run, but there were " + rounds + " rounds, " + count + " runs and "
                            + upstreams.size() + " upstream models");
        }
        return LongStream.range(0, count)
                .mapToObj(run -> upstreams.get(upstreams.size() == 1 ? 0 : (int) run))
                .toList();
    }

    private List<Long> seeds(int count) {
        return LongStream.range(training.seed(), training.seed() + count)
                .boxed()
                .toList();
    }

    private void requireQuestions() throws IOException {
        RowReader.requireSome(questions, RowFile.readAll(questions, IdaCommand::question));
        Set<String> seen = new HashSet<>();
        RowReader.requireSome(test, RowFile.readAll(test, row -> {
            String question = question(row);
            if (!seen.add(question)) {
                throw new BadRowException("the question occurs on an earlier line; each must be there once");
            }
            return question;
        }));
    }

    private static String question(JsonRow row) throws BadRowException {
        return row.text(Row.QUESTION, "question");
    }

    private IdaManifest manifest(List<Path> models) throws IOException {
        IdaManifest manifest = new IdaManifest();
        manifest.putFile("--questions", questions);
        manifest.putFile("--test", test);
        for (int i = 0; i < models.size(); i++) {
            Path weights = models.get(i).resolve("config.json");
            if (!Files.exists(weights)) {
                throw new IOException(
                        models.get(i) + ": --upstream must name a checkpoint, but there is no " + weights);
            }
            manifest.put(
                    "--upstream of run " + (i + 1),
                    models.get(i).toAbsolutePath().normalize());
        }
        manifest.put("--runs", models.size());
        manifest.put("--max-characters", maxCharacters);
        manifest.put("--max-new-tokens", String.valueOf(maxNewTokens));
        manifest.put("--prompt-text or --answer-text", prompt.layout());
        manifest.put("training options", training.config(1e-3, 8));
        manifest.put("--model", aligner.description());
        return manifest;
    }
}
