// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Removes duplicate rows, ignoring case and white space. */
public final class Deduplication {

    private Deduplication() {}

    /** Returns the rows without those that have the same texts as an earlier one, conversation and passages included. */
    public static List<CorrectionRow> of(List<CorrectionRow> rows) {
        Set<List<List<String>>> seen = new HashSet<>();
        return rows.stream()
                .filter(row -> seen.add(texts(row, row.correction())))
                .toList();
    }

    /** Returns the rows with only the first of several corrections of the same answer to the same question in the same conversation. */
    public static List<CorrectionRow> firstCorrections(List<CorrectionRow> rows) {
        Set<List<List<String>>> seen = new HashSet<>();
        return rows.stream().filter(row -> seen.add(texts(row, ""))).toList();
    }

    private static List<List<String>> texts(CorrectionRow row, String correction) {
        return List.of(
                List.of(plain(row.question()), plain(row.answer()), plain(correction)),
                row.context().stream().map(Deduplication::plain).toList(),
                row.conversation().stream()
                        .map(turn -> turn.role() + plain(turn.text()))
                        .toList());
    }

    static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}
