// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.engines;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The corrections of several Aligners for the same rows. */
final class QualityTable {

    private static final String FAILED = "\u0000failed: ";

    private final List<CheckRow> rows = CheckRow.all();
    private final Map<String, List<String>> corrections = new LinkedHashMap<>();

    /** Corrects all rows, and keeps the corrections under {@code name}. */
    void add(String name, Aligner aligner) {
        List<String> corrected = new ArrayList<>();
        for (CheckRow row : rows) {
            corrected.add(corrected(aligner, row.answer()));
        }
        corrections.put(name, corrected);
    }

    /** Returns the correction of an answer, or what the Aligner fails with. */
    static String corrected(Aligner aligner, String answer) {
        try {
            return aligner.correct(CorrectionRequest.of("", answer)).answer();
        } catch (AlignerException e) {
            return FAILED + e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    static boolean isFailure(String end) {
        return end.startsWith(FAILED);
    }

    /** Returns the table in Markdown; the first Aligner that was added is the one that the others are compared with. */
    List<String> lines() {
        List<String> first = corrections.values().iterator().next();
        long clean = rows.stream().filter(CheckRow::clean).count();
        List<String> lines = new ArrayList<>();
        lines.add("| Aligner | clean answers unchanged | corrected as expected | same as the first | failed |");
        lines.add("|---|---|---|---|---|");
        corrections.forEach((name, corrected) -> {
            int unchanged = 0;
            int right = 0;
            int same = 0;
            for (int i = 0; i < rows.size(); i++) {
                boolean expected = corrected.get(i).equals(rows.get(i).correction());
                unchanged += expected && rows.get(i).clean() ? 1 : 0;
                right += expected && !rows.get(i).clean() ? 1 : 0;
                same += corrected.get(i).equals(first.get(i)) ? 1 : 0;
            }
            long failed = corrected.stream().filter(QualityTable::isFailure).count();
            lines.add("| " + name + " | " + unchanged + " of " + clean + " | " + right + " of " + (rows.size() - clean)
                    + " | " + same + " of " + rows.size() + " | " + failed + " |");
        });
        return lines;
    }

    /** Returns the corrections of one Aligner, by answer. */
    Map<String, String> of(String name) {
        List<String> corrected = corrections.getOrDefault(name, List.of());
        Map<String, String> byAnswer = new LinkedHashMap<>();
        for (int i = 0; i < corrected.size(); i++) {
            byAnswer.put(rows.get(i).answer(), corrected.get(i));
        }
        return byAnswer;
    }
}
