package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.evaluation.compare.OverCorrectionSummary.Harm;
import java.util.List;

/**
 * Counts the harm that systems did to clean answers. A clean answer is one that people left as it is: its row's reference is the
 * answer, character for character.
 */
public final class OverCorrection {

    private OverCorrection() {}

    /** Returns whether the row's answer needs no correction: whether its reference is the answer itself. */
    public static boolean isClean(ComparisonRow row) {
        return row.reference()
                .map(reference -> reference.equals(row.request().answer()))
                .orElse(false);
    }

    /**
     * Returns for each system but the original, each kind of harm and each category the share of clean answers that have it; first of
     * all rows, then of each category. Changes are counted from the answers, other harm from the scores of
     * {@link io.github.aligner4j.evaluation.scoring.Scorers#overCorrection}; a kind without scores is left out, see {@link Harm}.
     */
    public static List<OverCorrectionSummary> summaries(ComparisonData data, double level) {
        return List.of();
    }
}
