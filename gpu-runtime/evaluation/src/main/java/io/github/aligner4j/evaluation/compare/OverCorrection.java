// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.evaluation.compare.OverCorrectionSummary.Harm;
import io.github.aligner4j.evaluation.score.FactChanges;
import io.github.aligner4j.evaluation.score.Refusals;
import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.evaluation.score.ScoreScale;
import io.github.aligner4j.evaluation.score.Structure;
import io.github.aligner4j.evaluation.statistics.Shares;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Counts the harm that systems did to clean answers. A clean answer is one that people left as it is: its row's reference is the
 * answer, character for character.
 */
public final class OverCorrection {

    private static final String ALL = "";

    private final ComparisonData data;
    private final double level;
    private final Map<String, Double> scores;

    private OverCorrection(ComparisonData data, double level) {
        this.data = data;
        this.level = level;
        this.scores = data.scores().stream()
                .filter(score -> score.scale().equals(ScoreScale.LANGUAGE_KEPT)
                        || score.scale().equals(ScoreScale.MEANING_KEPT))
                .collect(Collectors.toMap(
                        score -> key(score.scale(), score.system(), score.rowId()),
                        Score::value,
                        (first, second) -> second));
    }

    /** Returns whether the row's answer needs no correction: whether its reference is the answer itself. */
    public static boolean isClean(ComparisonRow row) {
        return row.reference()
                .map(reference -> reference.equals(row.request().answer()))
                .orElse(false);
    }

    /**
     * Returns the shares of clean answers with each kind of harm, for each system but the original and the reference; first of all
     * rows, then of each category. Language and meaning are counted from the scores of {@link ScoreScale#LANGUAGE_KEPT} and {@link
     * ScoreScale#MEANING_KEPT}, all else from the answers. A kind of harm that none of the answers can have is left out: facts are lost
     * only where there are some.
     *
     * @param level the confidence level of the intervals, such as 0.95
     */
    public static List<OverCorrectionSummary> summaries(ComparisonData data, double level) {
        return new OverCorrection(data, level).all();
    }

    private List<OverCorrectionSummary> all() {
        List<OverCorrectionSummary> summaries = new ArrayList<>();
        for (ComparedSystem system : data.systems()) {
            String name = system.name();
            if (!name.equals(ComparedSystem.ORIGINAL) && !name.equals(ComparedSystem.REFERENCE)) {
                summaries.addAll(of(name));
            }
        }
        return summaries;
    }

    private List<OverCorrectionSummary> of(String system) {
        Map<String, String> answers = data.answers().getOrDefault(system, List.of()).stream()
                .collect(Collectors.toMap(SystemAnswer::rowId, SystemAnswer::answer, (first, second) -> second));
        Map<String, Map<Harm, Tally>> tallies = new LinkedHashMap<>();
        tallies.put(ALL, new EnumMap<>(Harm.class));
        for (ComparisonRow row : data.rows()) {
            String answer = answers.get(row.id());
            if (answer != null && isClean(row)) {
                FactChanges.Counts facts =
                        FactChanges.between(row.request().answer(), answer).total();
                for (Harm harm : Harm.values()) {
                    has(harm, row, answer, system, facts)
                            .ifPresent(found -> count(tallies, row.category(), harm, found));
                }
            }
        }
        List<OverCorrectionSummary> summaries = new ArrayList<>();
        tallies.forEach((category, byHarm) -> byHarm.forEach((harm, tally) -> summaries.add(new OverCorrectionSummary(
                system, harm, category, tally.found, Shares.wilson(tally.found, tally.all, level)))));
        return summaries;
    }

    private static void count(Map<String, Map<Harm, Tally>> tallies, String category, Harm harm, boolean found) {
        Objects.requireNonNull(tallies.get(ALL))
                .computeIfAbsent(harm, key -> new Tally())
                .add(found);
        if (!category.equals(ALL)) {
            tallies.computeIfAbsent(category, key -> new EnumMap<>(Harm.class))
                    .computeIfAbsent(harm, key -> new Tally())
                    .add(found);
        }
    }

    /** Returns whether the answer has this harm; empty if it can't have it, or nobody looked. */
    private Optional<Boolean> has(
            Harm harm, ComparisonRow row, String answer, String system, FactChanges.Counts facts) {
        String original = row.request().answer();
        return switch (harm) {
            case CHANGED -> Optional.of(!answer.equals(original));
            case FACT_LOST -> found(facts.before() > 0, facts.kept() < facts.before());
            case FACT_ADDED -> Optional.of(facts.added() > 0);
            case STRUCTURE_CHANGED -> Optional.of(!Structure.isKept(original, answer));
            case LANGUAGE_CHANGED -> below(100, ScoreScale.LANGUAGE_KEPT, system, row);
            case REFUSAL_CREATED -> found(!Refusals.isRefusal(original), Refusals.isRefusal(answer));
            case MEANING_LOST -> below(1, ScoreScale.MEANING_KEPT, system, row);
        };
    }

    private static Optional<Boolean> found(boolean possible, boolean found) {
        return possible ? Optional.of(found) : Optional.empty();
    }

    private Optional<Boolean> below(double whole, String scale, String system, ComparisonRow row) {
        return Optional.ofNullable(scores.get(key(scale, system, row.id()))).map(value -> value < whole);
    }

    private static String key(String scale, String system, String rowId) {
        return scale + '\n' + system + '\n' + rowId;
    }

    private static final class Tally {

        private long found;
        private long all;

        private void add(boolean harmed) {
            found += harmed ? 1 : 0;
            all++;
        }
    }
}
