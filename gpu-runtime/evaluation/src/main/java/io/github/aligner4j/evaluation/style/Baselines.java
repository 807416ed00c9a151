// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.List;

/** Baselines to compare an Aligner with: no correction, deletion of rude words, and corrections by people. */
public final class Baselines {

    private Baselines() {}

    /** Returns each text unchanged. */
    public static List<StyleOutput> nothing(List<StyleRow> rows) {
        return rows.stream().map(row -> new StyleOutput(row, row.text())).toList();
    }

    /** Returns each text without the words of {@code lexicon}. */
    public static List<StyleOutput> deletion(List<StyleRow> rows, ToxicLexicon lexicon) {
        return rows.stream()
                .map(row -> new StyleOutput(row, lexicon.deletedFrom(row.text())))
                .toList();
    }

    /** Returns the first reference of each row, to be compared with the others; rows with a single reference are left out. */
    public static List<StyleOutput> human(List<StyleRow> rows) {
        return rows.stream()
                .filter(row -> row.references().size() > 1)
                .map(row -> new StyleOutput(
                        row,
                        row.references().get(0),
                        row.references().subList(1, row.references().size())))
                .toList();
    }
}
