// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.cli.CompareAnswers.Stored;
import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.Price;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The answers of the systems of a comparison, and their cost.
 *
 * @param rows the rows
 * @param systems the systems
 * @param currency the currency of all prices
 * @param answers the answers by the names of their systems and the ids of their rows
 */
record CompareData(
        CompareRows rows, List<CompareSystem> systems, String currency, Map<String, Map<String, Stored>> answers) {

    private static final double MILLION = 1e6;

    /** Returns the data without judgments and scores. */
    ComparisonData data(String title) {
        List<ComparedSystem> compared = new ArrayList<>();
        Map<String, List<SystemAnswer>> ordered = new LinkedHashMap<>();
        for (CompareSystem system : systems) {
            Map<String, Stored> stored = answers.getOrDefault(system.name(), Map.of());
            List<SystemAnswer> list = rows.rows().stream()
                    .filter(row -> stored.containsKey(row.id()))
                    .map(row -> Objects.requireNonNull(stored.get(row.id())).answer())
                    .toList();
            ordered.put(system.name(), list);
            compared.add(new ComparedSystem(system.name(), system.explained(), price(stored)));
        }
        return new ComparisonData(title, rows.rows(), compared, ordered, List.of(), List.of(), List.of());
    }

    /**
     * Returns the mean price of the system's tokens: what they have cost together, divided by their number. In a stack of priced and
     * unpriced models, no single model's price would give the cost.
     */
    private Optional<Price> price(Map<String, Stored> stored) {
        double input = 0;
        double output = 0;
        long prompt = 0;
        long completion = 0;
        for (Stored each : stored.values()) {
            input += each.cost().input();
            output += each.cost().output();
            prompt += each.answer().usage().promptTokens();
            completion += each.answer().usage().completionTokens();
        }
        boolean free = input + output == 0;
        return free
                ? Optional.empty()
                : Optional.of(new Price(perMillion(input, prompt), perMillion(output, completion), currency));
    }

    private static double perMillion(double cost, long tokens) {
        return tokens == 0 ? 0 : cost / tokens * MILLION;
    }
}
