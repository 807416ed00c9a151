package io.github.aligner4j.civility.rows;

import io.github.aligner4j.evaluation.insertion.NaturalPair;
import io.github.aligner4j.evaluation.insertion.TextPair;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Rows and copies of them in natural writing, for rows in lower case or with white space around punctuation.
 *
 * @param rows the rows, as identity rows if both sides have the same words, followed by the copies
 * @param copies the number of copies
 * @param same the number of rows whose sides differ only in case, spacing or final punctuation
 */
public record NaturalCopies(List<CorrectionRow> rows, int copies, int same) {

    /** Copies the list. */
    public NaturalCopies {
        rows = List.copyOf(rows);
    }

    /**
     * Copies a share of {@code rows}.
     *
     * @param share the share of rows to copy, 0 to 1
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
