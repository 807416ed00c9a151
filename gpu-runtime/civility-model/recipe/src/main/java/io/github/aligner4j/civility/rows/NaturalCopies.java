package io.github.aligner4j.civility.rows;

import io.github.aligner4j.evaluation.insertion.NaturalPair;
import io.github.aligner4j.evaluation.insertion.TextPair;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Adds copies of short rows in natural writing, where they are in lower case or have white space around marks.
 *
 * @param rows the rows, those whose sides have the same words turned into rows that change nothing, then the copies
 * @param copies how many were added
 * @param same how many of the rows had sides that differed by case, spacing or their final mark only
 */
public record NaturalCopies(List<CorrectionRow> rows, int copies, int same) {

    /** Copies the list. */
    public NaturalCopies {
        rows = List.copyOf(rows);
    }

    /**
     * Copies some of {@code rows}.
     *
     * @param share how many, 0 to 1
     * @throws IllegalArgumentException if {@code share} is not in 0 to 1
     */
    public static NaturalCopies of(List<CorrectionRow> rows, double share, Random random) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of natural copies must be 0 to 1, but was " + share);
        }
        List<CorrectionRow> all = new ArrayList<>();
        List<CorrectionRow> copies = new ArrayList<>();
        int same = 0;
        for (CorrectionRow row : rows) {
            TextPair pair = new TextPair(row.answer(), row.correction());
            boolean sameWords = !row.identity() && NaturalPair.sameWords(pair);
            same += sameWords ? 1 : 0;
            all.add(sameWords ? row.asIdentity() : row);
            TextPair written = NaturalPair.of(pair);
            CorrectionRow natural = new CorrectionRow(row.question(), written.original(), written.corrected());
            if (random.nextDouble() < share && !natural.equals(row)) {
                copies.add(natural);
            }
        }
        all.addAll(copies);
        return new NaturalCopies(all, copies.size(), same);
    }
}
