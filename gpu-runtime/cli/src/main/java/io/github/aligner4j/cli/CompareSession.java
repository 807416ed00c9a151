// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.cli.CompareAnswers.Stored;
import io.github.aligner4j.cli.ComparePlan.Estimate;
import io.github.aligner4j.cli.CompareSystem.Original;
import io.github.aligner4j.cli.CompareSystem.Reference;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A comparison: its rows, its systems, and the folder of its results.
 *
 * @param input the rows
 * @param config the chat models
 * @param systems the systems in their order, those that the rows bring included
 * @param flags the options
 * @param output the folder, which need not exist
 */
record CompareSession(
        CompareInput input, CompareConfig config, List<CompareSystem> systems, CompareFlags flags, Path output) {

    CompareSession {
        systems = List.copyOf(systems);
    }

    private List<ComparisonRow> rows() {
        return input.rows().rows();
    }

    private Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>();
        rows().forEach(row -> ids.add(row.id()));
        return ids;
    }

    /** Returns everything that decides about the results, for {@value CompareFolder#CONFIGURATION}. */
    ObjectNode configuration() throws IOException {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("version", new AlignerCommand.Version().getVersion()[0]);
        json.putObject("rows")
                .put("name", input.name())
                .put("count", rows().size())
                .put("digest", input.digest());
        json.put("seed", flags.seed(config));
        ObjectNode described = json.putObject("systems");
        CompareConfiguration configuration = new CompareConfiguration(config);
        for (CompareSystem system : systems) {
            configuration.put(system, described);
        }
        JudgingSettings judging = config.judging();
        if (!judging.judges().isEmpty()) {
            ObjectNode describedJudging = json.putObject("judging");
            judging.describe(describedJudging);
            ObjectNode judges = describedJudging.putObject("judges");
            for (String judge : judging.judges()) {
                configuration.putJudge(judges, judge);
            }
        }
        config.scoring().describe(json.putObject("scores"), configuration);
        return json;
    }

    /**
     * Returns the answers as far as they are known. Systems that have not answered yet have a text for each row that is theirs alone,
     * so that a plan counts all comparisons of their answers.
     */
    ComparisonData expected() throws IOException {
        Map<String, Map<String, Stored>> all = new LinkedHashMap<>();
        for (CompareSystem system : systems) {
            Map<String, Stored> answers = CompareAnswers.read(CompareFolder.answers(output, system), ids());
            for (ComparisonRow row : rows()) {
                boolean missing =
                        system.kind() instanceof Reference && row.reference().isEmpty();
                if (!missing) {
                    answers.putIfAbsent(row.id(), new Stored(standIn(system, row), Cost.NONE));
                }
            }
            all.put(system.name(), answers);
        }
        return new CompareData(input.rows(), systems, config.currency(), all).data(flags.title(config, input.name()));
    }

    private static SystemAnswer standIn(CompareSystem system, ComparisonRow row) {
        boolean original = system.kind() instanceof Original;
        String answer = row.request().answer() + (original ? "" : " [" + system.name() + "]");
        return new SystemAnswer(row.id(), answer, Ending.CORRECTED, "", TokenUsage.NONE, Duration.ZERO);
    }

    /**
     * Checks the files of recorded answers, so that a wrong one is found before another system is asked.
     *
     * @throws IOException if one can't be read or has an answer to none of the rows
     */
    void checkRecordings() throws IOException {
        for (CompareSystem system : systems) {
            if (system.kind() instanceof CompareSystem.Recorded recorded
                    && recorded.file().isPresent()) {
                RecordedAnswers.read(recorded.file().get(), recorded.field()).of(rows());
            }
        }
    }

    /** Returns what is left to ask systems for. */
    ComparePlan plan() throws IOException {
        CompareEstimate estimate = new CompareEstimate(config);
        List<ComparePlan.Item> items = new ArrayList<>();
        for (CompareSystem system : systems) {
            if (system.kind().asksModels()) {
                items.add(item(system, estimate));
            }
        }
        meaning(estimate).ifPresent(items::add);
        return new ComparePlan(items, config.currency());
    }

    /** Returns the cost of deciding whether meaning was kept, if all answers are changed. */
    private Optional<ComparePlan.Item> meaning(CompareEstimate estimate) {
        String judge = config.scoring().meaningJudge();
        if (judge.isEmpty()) {
            return Optional.empty();
        }
        ChatModelSpec model = config.chatModel(judge);
        Estimate sum = Estimate.NONE;
        for (ComparisonRow row : rows()) {
            sum = sum.plus(estimate.meaning(row, model));
        }
        long answers = (long) (systems.size() - 1) * rows().size();
        return Optional.of(new ComparePlan.Item(
                "meaning kept", answers, 0, sum.times(systems.size() - 1), model.hasUnknownPrice()));
    }

    private ComparePlan.Item item(CompareSystem system, CompareEstimate estimate) throws IOException {
        Map<String, Stored> stored = CompareAnswers.read(CompareFolder.answers(output, system), ids());
        if (flags.retryFailed()) {
            stored.values().removeIf(each -> each.answer().ending() == Ending.FAILED);
        }
        Estimate sum = Estimate.NONE;
        long left = 0;
        for (ComparisonRow row : rows()) {
            if (!stored.containsKey(row.id())) {
                left++;
                sum = sum.plus(estimate.of(system, system.request(row)));
            }
        }
        return new ComparePlan.Item(system.name(), left, stored.size(), sum, estimate.hasUnknownPrice(system));
    }

    /** Answers all rows that are left, and returns all answers. */
    ComparisonData answer(CompareFolder folder, CompareModels models, Budget budget, ProgressFlag progress)
            throws IOException {
        Map<String, Map<String, Stored>> all = new LinkedHashMap<>();
        CompareRun run = new CompareRun(input.rows(), models, flags.callers(), budget);
        for (int i = 0; i < systems.size(); i++) {
            CompareSystem system = systems.get(i);
            try (CompareAnswers answers = CompareAnswers.open(folder.answers(system), ids(), !flags.retryFailed());
                    Progress bar = progress.start(system.name(), rows().size())) {
                run.answer(system, answers, bar);
                all.put(system.name(), answers.answers());
            }
            models.closeAllBut(systems.subList(i + 1, systems.size()));
        }
        String title = flags.title(config, input.name());
        return new CompareData(input.rows(), systems, config.currency(), all).data(title);
    }
}
