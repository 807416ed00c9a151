// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Adds identity rows made of corrections. */
public final class IdentityMixing {

    private IdentityMixing() {}

    /**
     * Returns the rows and identity rows made of their corrections, which are drawn without repetition.
     *
     * @param share the share of identity rows to reach, including those of {@code rows}; less if there are too few corrections
     * @param maxCharacters the maximum length of a correction to draw
     * @throws IllegalArgumentException if {@code share} is not in 0 to 0.9
     */
    public static List<CorrectionRow> mix(List<CorrectionRow> rows, double share, int maxCharacters, Random random) {
        if (!(share >= 0 && share <= 0.9)) {
            throw new IllegalArgumentException("the share of identity rows must be 0 to 0.9, but was " + share);
        }
        List<CorrectionRow> changed = new ArrayList<>(rows);
        changed.removeIf(CorrectionRow::identity);
        int present = rows.size() - changed.size();
        long wanted = Math.round(share * changed.size() / (1 - share)) - present;
        Collections.shuffle(changed, random);
        List<CorrectionRow> mixed = new ArrayList<>(rows);
        changed.stream()
                .filter(row -> row.correction().length() <= maxCharacters)
                .limit(Math.max(0, wanted))
                .map(row -> row.with(row.question(), row.correction(), row.correction()))
                .forEach(mixed::add);
        return mixed.stream().distinct().toList();
    }
}
