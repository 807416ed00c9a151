// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dataset under construction, as a {@link DatasetPipeline} passes it from step to step. Immutable.
 *
 * @param rows the dataset so far
 * @param sources named lists of rows that steps draw from and that are not part of the dataset unless a step adds them
 * @param note the last step's remark beside its numbers; may be empty
 */
public record DatasetDraft(List<CorrectionRow> rows, Map<String, List<CorrectionRow>> sources, String note) {

    /** A dataset without rows and sources. */
    public static final DatasetDraft EMPTY = new DatasetDraft(List.of(), Map.of(), "");

    /** Copies the collections. */
    public DatasetDraft {
        rows = List.copyOf(rows);
        sources = Map.copyOf(sources);
    }

    /** Returns the rows of a source, none if it has not been read. */
    public List<CorrectionRow> source(String name) {
        return sources.getOrDefault(name, List.of());
    }

    /** Returns a copy with other rows. */
    public DatasetDraft withRows(List<CorrectionRow> rows) {
        return new DatasetDraft(rows, sources, note);
    }

    /** Returns a copy with {@code added} after its rows. */
    public DatasetDraft plusRows(List<CorrectionRow> added) {
        List<CorrectionRow> all = new ArrayList<>(rows);
        all.addAll(added);
        return withRows(all);
    }

    /** Returns a copy with {@code source} under {@code name}, in place of what was there. */
    public DatasetDraft withSource(String name, List<CorrectionRow> source) {
        Map<String, List<CorrectionRow>> all = new LinkedHashMap<>(sources);
        all.put(name, List.copyOf(source));
        return new DatasetDraft(rows, all, note);
    }

    /** Returns a copy with {@code added} after the rows of the source {@code name}. */
    public DatasetDraft plusSource(String name, List<CorrectionRow> added) {
        List<CorrectionRow> all = new ArrayList<>(source(name));
        all.addAll(added);
        return withSource(name, all);
    }

    /** Returns a copy with another note. */
    public DatasetDraft withNote(String note) {
        return new DatasetDraft(rows, sources, note);
    }
}
