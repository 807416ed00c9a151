// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A text in the wrong style and its references.
 *
 * @param text the text, such as a rude sentence
 * @param references corrections by people, at least one
 */
public record StyleRow(String text, List<String> references) {

    /** Requires a reference. */
    public StyleRow {
        references = List.copyOf(references);
        if (references.isEmpty()) {
            throw new IllegalArgumentException("a row needs at least 1 reference, but has none");
        }
    }

    /**
     * Groups {@code rows} by text, in order of first occurrence.
     *
     * @param text the text of a row
     * @param reference a correction of that text
     */
    public static <T> List<StyleRow> group(List<T> rows, Function<T, String> text, Function<T, String> reference) {
        Map<String, List<String>> references = new LinkedHashMap<>();
        for (T row : rows) {
            references
                    .computeIfAbsent(text.apply(row), key -> new ArrayList<>())
                    .add(reference.apply(row));
        }
        return references.entrySet().stream()
                .map(entry -> new StyleRow(entry.getKey(), entry.getValue()))
                .toList();
    }
}
