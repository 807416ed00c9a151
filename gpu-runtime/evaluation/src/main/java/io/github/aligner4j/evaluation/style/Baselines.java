package io.github.aligner4j.evaluation.style;

import java.util.List;

/** What an Aligner is to be better than, and what people did. */
public final class Baselines {

    private Baselines() {}

    /** Leaves each text as it is. */
    public static List<StyleOutput> nothing(List<StyleRow> rows) {
        return rows.stream().map(row -> new StyleOutput(row, row.text())).toList();
    }

    /** Deletes the words of {@code lexicon}. */
    public static List<StyleOutput> deletion(List<StyleRow> rows, ToxicLexicon lexicon) {
        return rows.stream()
                .map(row -> new StyleOutput(row, lexicon.deletedFrom(row.text())))
                .toList();
    }

    /** Takes the first reference and compares it with the others; rows that have no other are left out. */
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
