// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judge;

import io.github.aligner4j.evaluation.judge.Judgment.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dependence of a judge's verdicts on the order in which the answers are shown, over the pairs that it was asked about in both orders.
 *
 * @param judge the name of the judge
 * @param aspect the name of the aspect
 * @param pairs the number of pairs
 * @param prefersFirst the number whose first answer was preferred in both orders
 * @param prefersSecond the number whose second answer was preferred in both orders
 * @param wavering the number with a preference in one order and a tie in the other
 */
public record PositionBias(
        String judge, String aspect, long pairs, long prefersFirst, long prefersSecond, long wavering) {

    /** Returns the bias of each judge by each aspect, in the order of their first judgments. */
    public static List<PositionBias> of(List<Judgment> judgments) {
        Map<List<String>, List<Judgment>> groups = new LinkedHashMap<>();
        for (Judgment judgment : judgments) {
            if (judgment.orders().size() == 2) {
                groups.computeIfAbsent(List.of(judgment.judge(), judgment.aspect()), key -> new ArrayList<>())
                        .add(judgment);
            }
        }
        List<PositionBias> biases = new ArrayList<>();
        groups.forEach((key, group) -> biases.add(of(key.get(0), key.get(1), group)));
        return biases;
    }

    /** Returns the share of pairs whose two orders contradict each other; NaN without pairs. */
    public double contradictions() {
        return (double) (prefersFirst + prefersSecond) / pairs;
    }

    private static PositionBias of(String judge, String aspect, List<Judgment> group) {
        long first = count(group, List.of(Result.WIN, Result.LOSS));
        long second = count(group, List.of(Result.LOSS, Result.WIN));
        long differing = group.stream()
                .filter(judgment ->
                        judgment.orders().get(0) != judgment.orders().get(1))
                .count();
        return new PositionBias(judge, aspect, group.size(), first, second, differing - first - second);
    }

    private static long count(List<Judgment> group, List<Result> orders) {
        return group.stream()
                .filter(judgment -> judgment.orders().equals(orders))
                .count();
    }
}
