// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The pairs of answers of a comparison. */
public final class JudgedPairs {

    private JudgedPairs() {}

    /**
     * Returns the pairs of each system's answers with those of each baseline. Two systems are compared once, also if both are
     * baselines, and on the rows that both have answered: people may not have corrected every row.
     *
     * @throws IllegalArgumentException if there is no system of a baseline's name, with the choices
     */
    public static List<JudgedPair> of(ComparisonData data, List<String> baselines) {
        List<String> systems = data.systems().stream().map(ComparedSystem::name).toList();
        List<JudgedPair> pairs = new ArrayList<>();
        Set<Set<String>> compared = new HashSet<>();
        for (String baseline : baselines) {
            if (!systems.contains(baseline)) {
                throw new IllegalArgumentException(
                        "a baseline must be one of the systems " + systems + ", but was '" + baseline + "'");
            }
            for (String system : systems) {
                if (!system.equals(baseline) && compared.add(Set.of(system, baseline))) {
                    pairs.addAll(of(data, system, baseline));
                }
            }
        }
        return pairs;
    }

    private static List<JudgedPair> of(ComparisonData data, String system, String baseline) {
        Map<String, String> answers = answers(data, system);
        Map<String, String> others = answers(data, baseline);
        List<JudgedPair> pairs = new ArrayList<>();
        for (ComparisonRow row : data.rows()) {
            String answer = answers.get(row.id());
            String other = others.get(row.id());
            if (answer != null && other != null) {
                pairs.add(new JudgedPair(row.id(), row.request(), system, baseline, answer, other));
            }
        }
        return pairs;
    }

    /** Returns the answers of a system by the ids of their rows. */
    private static Map<String, String> answers(ComparisonData data, String system) {
        Map<String, String> answers = new HashMap<>();
        Objects.requireNonNull(data.answers().get(system), system)
                .forEach(answer -> answers.put(answer.rowId(), answer.answer()));
        return answers;
    }
}
