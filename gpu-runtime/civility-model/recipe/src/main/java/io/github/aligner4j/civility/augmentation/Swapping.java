package io.github.aligner4j.civility.augmentation;

import io.github.aligner4j.civility.augmentation.SubstitutionClasses.Slot;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes rows by replacing a rude word with another of its substitution class; the correction stays the same. */
public final class Swapping {

    private Swapping() {}

    /** Returns at most {@code count} new rows; fewer if there are too few slots. */
    public static List<CorrectionRow> rows(SubstitutionClasses words, int count, Random random) {
        Set<CorrectionRow> rows = new LinkedHashSet<>();
        List<Slot> order = new ArrayList<>(words.slots());
        // A few rounds suffice, or there are too few slots.
        for (int round = 0; rows.size() < count && round <= count / Math.max(1, order.size()); round++) {
            Collections.shuffle(order, random);
            for (Slot slot : order) {
                if (rows.size() < count) {
                    words.draw(slot.kind(), slot.word().plain(), random)
                            .ifPresent(word -> rows.add(swapped(slot, word)));
                }
            }
        }
        return List.copyOf(rows);
    }

    private static CorrectionRow swapped(Slot slot, String word) {
        CorrectionRow row = slot.row();
        String answer = row.answer().substring(0, slot.word().start())
                + word
                + row.answer().substring(slot.word().end());
        return new CorrectionRow(row.question(), answer, row.correction());
    }
}
