// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation;

import io.github.aligner4j.evaluation.outcome.Outcome;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A report on answers of which is known whether they need a correction.
 *
 * @param all the numbers of all rows
 * @param kinds the numbers of each kind of row, by name
 * @param rejected the number of answers whose correction a guard rejected; they count as unchanged
 * @param failed the number of answers whose correction failed otherwise; they count as unchanged, and not as exact
 */
public record RowsReport(Counts all, Map<String, Counts> kinds, long rejected, long failed) {

    /** Copies the map. */
    public RowsReport {
        kinds = new LinkedHashMap<>(kinds);
    }

    /**
     * The numbers of some rows.
     *
     * @param rude the number of answers that need a correction
     * @param changed the number of those that were changed
     * @param changedShare their share; 0 without any
     * @param asReference the number of those whose correction is the row's, character for character
     * @param good the number of answers that are good
     * @param exact the number of those returned unchanged, character for character
     * @param exactShare their share; 0 without any
     */
    public record Counts(
            int rude, int changed, double changedShare, int asReference, int good, int exact, double exactShare) {

        private static Counts of(List<LabelledRow> rows, List<Outcome> outcomes) {
            int rude = 0;
            int changed = 0;
            int asReference = 0;
            int exact = 0;
            for (int i = 0; i < rows.size(); i++) {
                Outcome outcome = outcomes.get(i);
                if (rows.get(i).good()) {
                    exact += outcome.exact() ? 1 : 0;
                } else {
                    rude++;
                    changed += outcome.changed() ? 1 : 0;
                    asReference += outcome.output().equals(rows.get(i).correction()) ? 1 : 0;
                }
            }
            int good = rows.size() - rude;
            return new Counts(rude, changed, share(changed, rude), asReference, good, exact, share(exact, good));
        }

        private static double share(int part, int all) {
            return part == 0 ? 0 : (double) part / all;
        }
    }

    /** Creates a report on {@code rows} and their {@code outcomes}, in the same order. */
    static RowsReport of(List<LabelledRow> rows, List<Outcome> outcomes) {
        Map<String, List<Integer>> places = new TreeMap<>();
        for (int i = 0; i < rows.size(); i++) {
            places.computeIfAbsent(rows.get(i).kind(), any -> new ArrayList<>()).add(i);
        }
        Map<String, Counts> kinds = new LinkedHashMap<>();
        places.forEach((kind, chosen) -> kinds.put(
                kind,
                Counts.of(
                        chosen.stream().map(rows::get).toList(),
                        chosen.stream().map(outcomes::get).toList())));
        return new RowsReport(
                Counts.of(rows, outcomes),
                kinds,
                Outcome.count(outcomes, Ending.REJECTED),
                Outcome.count(outcomes, Ending.FAILED));
    }
}
