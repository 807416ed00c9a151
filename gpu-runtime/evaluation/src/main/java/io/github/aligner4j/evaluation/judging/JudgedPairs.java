package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The pairs of answers of a comparison. */
public final class JudgedPairs {

    private JudgedPairs() {}

    /**
     * Returns the pairs of each system's answers with those of each baseline. Two systems are compared once, also if both are
     * baselines. Rows that people have not corrected are left out where their corrections are compared.
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
        List<SystemAnswer> answers = answers(data, system);
        List<SystemAnswer> others = answers(data, baseline);
        boolean people = Set.of(system, baseline).contains(ComparedSystem.REFERENCE);
        List<JudgedPair> pairs = new ArrayList<>();
        for (int i = 0; i < data.rows().size(); i++) {
            ComparisonRow row = data.rows().get(i);
            if (!people || row.reference().isPresent()) {
                pairs.add(new JudgedPair(
                        row.id(),
                        row.request(),
                        system,
                        baseline,
                        answers.get(i).answer(),
                        others.get(i).answer()));
            }
        }
        return pairs;
    }

    private static List<SystemAnswer> answers(ComparisonData data, String system) {
        return Objects.requireNonNull(data.answers().get(system), system);
    }
}
