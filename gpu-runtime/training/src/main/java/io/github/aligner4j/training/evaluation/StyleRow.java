package io.github.aligner4j.training.evaluation;

import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text in the wrong style, and how people put it right.
 *
 * @param text such as a rude sentence
 * @param references its corrections, at least one
 */
public record StyleRow(String text, List<String> references) {

    /** Checks that there is a reference. */
    public StyleRow {
        references = List.copyOf(references);
        if (references.isEmpty()) {
            throw new IllegalArgumentException("a row needs at least 1 reference, but has none");
        }
    }

    /** Returns the answers of {@code rows}, each once, with their corrections. */
    public static List<StyleRow> of(List<CorrectionRow> rows) {
        Map<String, List<String>> corrections = new LinkedHashMap<>();
        for (CorrectionRow row : rows) {
            corrections
                    .computeIfAbsent(row.answer(), answer -> new ArrayList<>())
                    .add(row.correction());
        }
        List<StyleRow> grouped = new ArrayList<>();
        corrections.forEach((answer, references) -> grouped.add(new StyleRow(answer, references)));
        return grouped;
    }
}
