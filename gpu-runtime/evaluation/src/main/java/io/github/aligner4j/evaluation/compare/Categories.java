// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The categories of a comparison's rows. A single one that all rows have is none. */
final class Categories {

    private static final String ALL = "";

    private final Map<String, String> byRow = new HashMap<>();
    private final Set<String> names = new LinkedHashSet<>();

    Categories(List<ComparisonRow> rows) {
        for (ComparisonRow row : rows) {
            byRow.put(row.id(), row.category());
            names.add(row.category());
        }
        if (names.size() == 1) {
            names.clear();
        }
        names.remove(ALL);
    }

    private Categories() {}

    /** Returns no categories, for rows with these ids. */
    static Categories none(Collection<String> rowIds) {
        Categories none = new Categories();
        rowIds.forEach(id -> none.byRow.put(id, ALL));
        return none;
    }

    /**
     * Returns {@code items} under "" and those of each category under its name, in the order of the rows; categories without any are
     * left out.
     *
     * @throws IllegalArgumentException if an item is of an unknown row
     */
    <T> Map<String, List<T>> split(List<T> items, Function<T, String> rowId) {
        Map<String, List<T>> parts = new LinkedHashMap<>();
        parts.put(ALL, items);
        names.forEach(name -> parts.put(name, new ArrayList<>()));
        for (T item : items) {
            List<T> part = parts.get(of(rowId.apply(item)));
            if (part != null && part != items) {
                part.add(item);
            }
        }
        parts.values().removeIf(List::isEmpty);
        return parts;
    }

    private String of(String rowId) {
        String category = byRow.get(rowId);
        if (category == null) {
            throw new IllegalArgumentException("the comparison has no row with the id '" + rowId + "'");
        }
        return category;
    }
}
