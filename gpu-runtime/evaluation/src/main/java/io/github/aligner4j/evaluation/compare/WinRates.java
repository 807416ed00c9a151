// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import io.github.aligner4j.evaluation.statistics.WinCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Computes win rates of judgments. */
final class WinRates {

    private WinRates() {}

    /** The judgments that are counted together. */
    private record Key(String system, String baseline, String judge, String aspect) {

        static Key of(Judgment judgment) {
            return new Key(judgment.system(), judgment.baseline(), judgment.judge(), judgment.aspect());
        }
    }

    /** Returns the win rates in the order of the systems, whatever the order of the judgments. */
    static List<WinRateSummary> of(
            List<String> systems, List<Judgment> judgments, Categories categories, Bootstrap bootstrap) {
        Map<Key, List<Judgment>> groups =
                new TreeMap<>(Comparator.<Key>comparingInt(key -> place(systems, key.system()))
                        .thenComparingInt(key -> place(systems, key.baseline()))
                        .thenComparing(Key::judge)
                        .thenComparing(Key::aspect));
        judgments.forEach(each ->
                groups.computeIfAbsent(Key.of(each), any -> new ArrayList<>()).add(each));
        List<WinRateSummary> summaries = new ArrayList<>();
        groups.forEach((key, group) -> categories
                .split(group, Judgment::rowId)
                .forEach((category, part) -> summaries.add(summary(key, category, part, bootstrap))));
        return summaries;
    }

    private static int place(List<String> systems, String system) {
        int place = systems.indexOf(system);
        if (place < 0) {
            throw new IllegalArgumentException("the comparison has no system with the name '" + system + "'");
        }
        return place;
    }

    private static WinRateSummary summary(Key key, String category, List<Judgment> judgments, Bootstrap bootstrap) {
        WinCounts counts = new WinCounts(
                count(judgments, Result.WIN), count(judgments, Result.LOSS), count(judgments, Result.TIE));
        return new WinRateSummary(
                key.system(),
                key.baseline(),
                key.judge(),
                key.aspect(),
                category,
                counts,
                count(judgments, Result.INVALID),
                counts.interval(bootstrap),
                counts.pValue());
    }

    private static long count(List<Judgment> judgments, Result result) {
        return judgments.stream().filter(each -> each.result() == result).count();
    }
}
