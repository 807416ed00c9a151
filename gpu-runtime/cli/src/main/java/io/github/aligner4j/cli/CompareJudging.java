// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.cli.ComparePlan.Estimate;
import io.github.aligner4j.evaluation.blind.BlindSheet;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judging.JudgedPair;
import io.github.aligner4j.evaluation.judging.Judging;
import io.github.aligner4j.evaluation.judging.JudgingPlan;
import io.github.aligner4j.evaluation.judging.JudgingResult;
import io.github.aligner4j.evaluation.judging.MaxCost;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Has the judges and people of a comparison judge its answers.
 *
 * @param config the judges and their chat models
 * @param flags the options about judges and people
 * @param reader reads the training data of classifiers
 * @param callers the number of judgments at the same time
 * @param seed the seed of blind sheets
 */
record CompareJudging(CompareConfig config, JudgingFlags flags, RowReader reader, int callers, long seed) {

    private static final String FILE = "judgments.jsonl";

    /**
     * The judgments of a comparison.
     *
     * @param judgments the judgments
     * @param pending the number that the budget did not allow
     */
    record Result(List<Judgment> judgments, long pending) {
        Result {
            judgments = List.copyOf(judgments);
        }
    }

    private JudgingSettings settings() {
        return config.judging();
    }

    /**
     * Returns what is left to ask chat models for; nothing without any.
     *
     * @param data the answers, as far as they are known
     */
    Optional<ComparePlan.Item> plan(ComparisonData data, Path folder) throws IOException {
        List<String> models = settings().chatModels();
        List<JudgedPair> pairs = settings().pairs(data);
        if (models.isEmpty()) {
            return Optional.empty();
        }
        JudgingSettings prompted = new JudgingSettings(
                models,
                settings().prompt(),
                settings().aspects(),
                settings().baselines(),
                settings().attempts(),
                settings().margin());
        Judging judging = prompted.judging(this::closed, reader);
        JudgingPlan plan = plan(judging, pairs, folder.resolve(FILE));
        double cost =
                plan.costs().values().stream().mapToDouble(Double::doubleValue).sum();
        boolean unknown =
                models.stream().anyMatch(model -> config.chatModel(model).hasUnknownPrice());
        return Optional.of(new ComparePlan.Item(
                "judges (calls)",
                plan.calls(),
                plan.known(),
                new Estimate(plan.promptTokens(), plan.completionTokens(), cost),
                unknown));
    }

    /** Plans with a copy of the file of judgments, as another run may be writing it. */
    private static JudgingPlan plan(Judging judging, List<JudgedPair> pairs, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return judging.plan(pairs);
        }
        Path copy = Files.createTempFile("aligner-judgments", ".jsonl");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            try (JudgmentFile store = JudgmentFile.open(copy)) {
                return judging.withStore(store).plan(pairs);
            }
        } finally {
            Files.delete(copy);
        }
    }

    /**
     * Checks that the judges can be made, so that a wrong one is found before a system is asked. Asks no model.
     *
     * @throws IOException if the training data of a classifier can't be read
     */
    void check() throws IOException {
        if (!settings().judges().isEmpty()) {
            settings().judging(this::closed, reader);
        }
    }

    /** Returns a chat model that is never asked. */
    private PricedChatModel closed(String name) {
        ChatModelSpec spec = config.chatModel(name);
        return new PricedChatModel(
                spec.stableName(),
                request -> {
                    throw new IllegalStateException("a plan asks no model");
                },
                spec.price());
    }

    /** Judges the answers of {@code data}, writes the blind sheet and reads people's verdicts. */
    Result judge(ComparisonData data, CompareFolder folder, CompareModels models, Budget budget, ProgressFlag progress)
            throws IOException {
        List<JudgedPair> pairs = settings().pairs(data);
        List<Judgment> judgments = new ArrayList<>();
        long pending = 0;
        if (!settings().judges().isEmpty()) {
            JudgingResult result = judge(pairs, folder, models, budget, progress);
            judgments.addAll(result.judgments());
            pending = result.pending();
            budget.spend(new Cost(
                    result.costs().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum(),
                    0));
        }
        JudgingPeople people = new JudgingPeople(folder.resolve(""));
        judgments.addAll(people.read(flags.verdicts(), pairs));
        if (flags.blindSheet().isPresent()) {
            BlindSheet sheet = BlindSheet.of(data.title(), settings().aspects(), pairs, flags.blindPairs(), seed);
            people.write(sheet, flags.blindSheet().get());
        }
        return new Result(judgments, pending);
    }

    private JudgingResult judge(
            List<JudgedPair> pairs, CompareFolder folder, CompareModels models, Budget budget, ProgressFlag progress)
            throws IOException {
        try (JudgmentFile store = JudgmentFile.open(folder.resolve(FILE))) {
            Judging judging = settings()
                    .judging(models::judge, reader)
                    .withCallers(callers)
                    .withStore(store);
            OptionalDouble left = budget.left();
            if (left.isPresent() && !config.currency().isEmpty()) {
                judging = judging.withMaxCost(new MaxCost(left.getAsDouble(), config.currency()));
            }
            try (Progress bar = progress.start("judging", judging.plan(pairs).calls())) {
                return judging.run(pairs, CorrectionContext.DEFAULT, judgment -> bar.step());
            }
        }
    }

    /** Warns of judgments that are missing. */
    static void warn(Result result, PrintWriter err) {
        if (result.pending() > 0) {
            err.println("aligner: --max-cost is spent, so " + result.pending()
                    + " judgments are missing in the report; run the same command again with a higher one");
        }
    }
}
