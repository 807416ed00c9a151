// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.blind;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import io.github.aligner4j.evaluation.judge.Preference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Turns people's verdicts into judgments, as if people were one more judge. */
public final class BlindJudgments {

    /** The name of the judge that stands for the majority of people. */
    public static final String PEOPLE = "people";

    private BlindJudgments() {}

    /** Returns the name of the judge that stands for one person. */
    public static String judge(String reader) {
        return PEOPLE + ":" + reader;
    }

    /**
     * Returns the judgments of one person.
     *
     * @param judge the name of the judge
     * @param key the key of the sheets; verdicts on other pairs are left out
     * @param verdicts the verdicts; of several on the same pair and aspect, the last one counts
     */
    public static List<Judgment> of(String judge, List<BlindKey> key, List<BlindVerdict> verdicts) {
        Map<String, List<BlindKey>> byPair = key.stream().collect(Collectors.groupingBy(BlindKey::pair));
        Map<List<String>, Judgment> judgments = new LinkedHashMap<>();
        for (BlindVerdict verdict : verdicts) {
            for (BlindKey entry : byPair.getOrDefault(verdict.pair(), List.of())) {
                List<String> place = List.of(entry.rowId(), entry.system(), entry.baseline(), verdict.aspect());
                judgments.put(place, judgment(judge, entry, verdict));
            }
        }
        return List.copyOf(judgments.values());
    }

    /**
     * Returns the judgments of the majority: the result that more than half of the people who compared a pair by an aspect gave; a
     * tie if there is none.
     *
     * @param judgments the judgments of several people
     */
    public static List<Judgment> majority(List<Judgment> judgments) {
        Map<List<String>, List<Judgment>> groups = new LinkedHashMap<>();
        for (Judgment each : judgments) {
            List<String> place = List.of(each.rowId(), each.system(), each.baseline(), each.aspect());
            groups.computeIfAbsent(place, key -> new ArrayList<>()).add(each);
        }
        return groups.values().stream().map(BlindJudgments::majorityOf).toList();
    }

    private static Judgment majorityOf(List<Judgment> group) {
        Judgment first = group.get(0);
        Result result = List.of(Result.WIN, Result.LOSS).stream()
                .filter(each -> 2
                                * group.stream()
                                        .filter(judgment -> judgment.result() == each)
                                        .count()
                        > group.size())
                .findFirst()
                .orElse(Result.TIE);
        List<String> comments = group.stream()
                .flatMap(judgment -> judgment.rationales().stream())
                .toList();
        return new Judgment(
                first.rowId(),
                PEOPLE,
                first.aspect(),
                first.system(),
                first.baseline(),
                result,
                comments,
                TokenUsage.NONE,
                Duration.ZERO);
    }

    private static Judgment judgment(String judge, BlindKey key, BlindVerdict verdict) {
        return new Judgment(
                key.rowId(),
                judge,
                verdict.aspect(),
                key.system(),
                key.baseline(),
                result(key, verdict.preference()),
                verdict.comment().isBlank() ? List.of() : List.of(verdict.comment()),
                TokenUsage.NONE,
                Duration.ZERO);
    }

    private static Result result(BlindKey key, Preference preference) {
        if (preference == Preference.TIE) {
            return Result.TIE;
        }
        return (preference == Preference.FIRST) == key.systemFirst() ? Result.WIN : Result.LOSS;
    }
}
