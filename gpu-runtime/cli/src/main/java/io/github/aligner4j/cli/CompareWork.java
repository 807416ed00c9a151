// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonReport;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.page.ComparisonPages;
import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.evaluation.scoring.AnswerScorer;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.node.ObjectNode;

/**
 * The work of a comparison: answers, judgments, scores, and the report on them.
 *
 * @param session the comparison
 * @param judging its judges
 * @param folder its folder
 * @param models opens its models
 * @param progress shows how far it is
 */
record CompareWork(
        CompareSession session,
        CompareJudging judging,
        CompareFolder folder,
        CompareModels models,
        ProgressFlag progress) {

    /** Does the work and returns the exit code of {@code command}. */
    int run(CommandSpec command) throws IOException {
        CompareFlags flags = session.flags();
        PrintWriter err = command.commandLine().getErr();
        Budget budget = new Budget(flags.maxCost());
        ComparisonData answered = session.answer(folder, models, budget, progress);
        CompareJudging.Result judged = judging.judge(answered, folder, models, budget, progress);
        CompareJudging.warn(judged, err);
        ComparisonData data = score(answered, judged.judgments(), budget, err);
        ComparisonReport report = ComparisonReport.of(data, bootstrap());
        ObjectNode json = CompareReport.json(data, report);
        WholeFile.writePrivate(folder.resolve("report.json"), json.toPrettyString() + "\n");
        ComparisonFiles.write(folder.resolve(""), data, report, flags.pageRows(), err);
        PrintWriter out = command.commandLine().getOut();
        if (flags.json()) {
            out.println(json.toString());
        } else {
            out.print(ComparisonPages.text(data, report));
            out.println("\nRows, categories and figures: " + folder.resolve("report.html") + "\nAll numbers: "
                    + folder.resolve("report.json"));
        }
        boolean failed = report.systems().stream().anyMatch(system -> system.failed() > 0);
        return failed || judged.pending() > 0 ? 1 : 0;
    }

    private Bootstrap bootstrap() {
        long seed = session.flags().seed(session.config());
        return new Bootstrap(Bootstrap.DEFAULT.resamples(), Bootstrap.DEFAULT.level(), seed);
    }

    private ComparisonData score(ComparisonData data, List<Judgment> judgments, Budget budget, PrintWriter err)
            throws IOException {
        List<AnswerScorer> scorers = session.config()
                .scoring()
                .scorers(
                        session.input().rows(),
                        judging.reader(),
                        name -> models.chatModel(name, budget),
                        models::detector);
        long answers = data.answers().values().stream().mapToLong(List::size).sum();
        CompareScores.Result result;
        try (Progress bar = progress.start("scoring", answers)) {
            result = CompareScores.open(folder.resolve("scores.jsonl"))
                    .score(data, scorers, session.flags().callers(), bar);
        }
        if (result.failed() > 0) {
            err.println("aligner: " + result.failed()
                    + " scores are missing, as their scorers failed; run the same command" + " again to try once more");
        }
        List<Score> scores = result.scores();
        return new ComparisonData(
                data.title(),
                data.rows(),
                data.systems(),
                data.answers(),
                judgments,
                scorers.stream().map(AnswerScorer::scale).toList(),
                scores);
    }
}
