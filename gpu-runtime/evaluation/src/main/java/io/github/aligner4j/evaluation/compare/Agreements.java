// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import io.github.aligner4j.evaluation.statistics.Agreement;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Computes how far judges agree. */
final class Agreements {

    private static final List<Result> RESULTS = List.of(Result.WIN, Result.LOSS, Result.TIE);

    private Agreements() {}

    /** The judgments of one judge and aspect. */
    private record Judged(String judge, String aspect) {}

    /** Two systems' answers to a row, in the order of their names. */
    private record Pair(String rowId, String first, String second) {

        static Pair of(Judgment judgment) {
            return flipped(judgment)
                    ? new Pair(judgment.rowId(), judgment.baseline(), judgment.system())
                    : new Pair(judgment.rowId(), judgment.system(), judgment.baseline());
        }
    }

    /** Both judges' results for a pair of answers. */
    private record Both(String rowId, Result judge, Result other) {}

    static List<AgreementSummary> of(List<Judgment> judgments, Categories categories, Bootstrap bootstrap) {
        Map<Judged, Map<Pair, Result>> results =
                new TreeMap<>(Comparator.comparing(Judged::aspect).thenComparing(Judged::judge));
        for (Judgment each : judgments) {
            if (each.result() != Result.INVALID) {
                results.computeIfAbsent(new Judged(each.judge(), each.aspect()), any -> new LinkedHashMap<>())
                        .put(Pair.of(each), flipped(each) ? each.result().reversed() : each.result());
            }
        }
        List<AgreementSummary> summaries = new ArrayList<>();
        List<Judged> judges = List.copyOf(results.keySet());
        for (int i = 0; i < judges.size(); i++) {
            for (int j = i + 1; j < judges.size(); j++) {
                Judged judge = judges.get(i);
                Judged other = judges.get(j);
                if (judge.aspect().equals(other.aspect())) {
                    List<Both> both =
                            both(results.getOrDefault(judge, Map.of()), results.getOrDefault(other, Map.of()));
                    categories
                            .split(both, Both::rowId)
                            .forEach((category, part) ->
                                    summaries.add(summary(judge, other, category, part, bootstrap)));
                }
            }
        }
        return summaries;
    }

    private static List<Both> both(Map<Pair, Result> judge, Map<Pair, Result> other) {
        List<Both> both = new ArrayList<>();
        judge.forEach((pair, result) -> {
            Result others = other.get(pair);
            if (others != null) {
                both.add(new Both(pair.rowId(), result, others));
            }
        });
        return both;
    }

    private static AgreementSummary summary(
            Judged judge, Judged other, String category, List<Both> both, Bootstrap bootstrap) {
        Agreement agreement = new Agreement(RESULTS.size());
        both.forEach(each -> agreement.add(each.rowId(), RESULTS.indexOf(each.judge()), RESULTS.indexOf(each.other())));
        return new AgreementSummary(
                judge.judge(),
                other.judge(),
                judge.aspect(),
                category,
                agreement.pairs(),
                agreement.accuracy(bootstrap),
                agreement.kappa(bootstrap));
    }

    private static boolean flipped(Judgment judgment) {
        return judgment.system().compareTo(judgment.baseline()) > 0;
    }
}
