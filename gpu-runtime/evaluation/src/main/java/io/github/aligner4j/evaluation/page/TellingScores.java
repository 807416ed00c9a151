// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.ScoreSummary;
import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.evaluation.score.ScoreScale;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Tells scores that say something from those that follow from what a system is, such as the share of the original answers that are the
 * original.
 */
final class TellingScores {

    /** A scale in a category of rows; the category is empty for all rows. */
    private record Group(String scale, String category) {}

    private final String first;
    private final Map<String, Map<Group, Set<Double>>> values = new HashMap<>();
    private final Map<String, Set<Group>> differing = new HashMap<>();

    TellingScores(ComparisonData data) {
        first = data.systems().isEmpty() ? "" : data.systems().get(0).name();
        Map<String, String> categories = new HashMap<>();
        for (ComparisonRow row : data.rows()) {
            categories.put(row.id(), row.category());
        }
        Map<List<String>, Double> before = new HashMap<>();
        for (Score score : data.scores()) {
            if (score.system().equals(first)) {
                before.put(List.of(score.rowId(), score.scale()), score.value());
            }
        }
        for (Score score : data.scores()) {
            boolean differs = !Objects.equals(before.get(List.of(score.rowId(), score.scale())), score.value());
            String category = categories.getOrDefault(score.rowId(), "");
            add(score, new Group(score.scale(), ""), differs);
            if (!category.isEmpty()) {
                add(score, new Group(score.scale(), category), differs);
            }
        }
    }

    private void add(Score score, Group group, boolean differs) {
        values.computeIfAbsent(score.system(), none -> new HashMap<>())
                .computeIfAbsent(group, none -> new HashSet<>())
                .add(score.value());
        if (differs) {
            differing.computeIfAbsent(score.system(), none -> new HashSet<>()).add(group);
        }
    }

    /**
     * Returns whether scores of a group are worth a row: some system changes them, and they are not those of the original answers, or
     * of people's corrections, if these are all alike.
     */
    boolean tell(ScoreSummary score) {
        Group group = new Group(score.scale(), score.category());
        boolean given = score.system().equals(first) || score.system().equals(ComparedSystem.REFERENCE);
        return isChanged(group) && !(given && count(score.system(), group) < 2);
    }

    /** Returns whether some system, apart from people, changes the scores on a scale. */
    boolean isChanged(ScoreScale scale) {
        return isChanged(new Group(scale.name(), ""));
    }

    private boolean isChanged(Group group) {
        return differing.entrySet().stream()
                .anyMatch(system -> !system.getKey().equals(ComparedSystem.REFERENCE)
                        && system.getValue().contains(group));
    }

    /** Returns whether the original answers have different scores on a scale, more than a yes and a no. */
    boolean vary(ScoreScale scale) {
        return count(first, new Group(scale.name(), "")) > 2;
    }

    private int count(String system, Group group) {
        return values.getOrDefault(system, Map.of())
                .getOrDefault(group, Set.of())
                .size();
    }
}
