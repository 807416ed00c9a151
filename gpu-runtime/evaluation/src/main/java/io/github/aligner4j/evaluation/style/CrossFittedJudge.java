// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.ArrayList;
import java.util.List;

/**
 * A judge that is trained by cross-fitting on the rows it judges. It consists of ten judges, each trained without a tenth of the rows;
 * a row is judged by the one that has seen neither its text nor its references. So the judge needs no data that an Aligner was trained
 * on. All ten share one threshold, at which they misclassify as many rude texts as references. Immutable.
 */
public final class CrossFittedJudge implements Judge {

    private static final int FOLDS = 10;

    private final List<LinearJudge> folds;

    private CrossFittedJudge(List<LinearJudge> folds) {
        this.folds = List.copyOf(folds);
    }

    /**
     * Trains the judges.
     *
     * @param rows the rows to judge
     * @param extra more texts, which all ten judges are trained on
     * @throws IllegalArgumentException if there are too few rows for cross-fitting
     */
    public static CrossFittedJudge train(List<StyleRow> rows, List<JudgedText> extra, JudgeSettings settings) {
        List<LinearJudge> folds = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            int left = fold;
            List<JudgedText> texts = new ArrayList<>(
                    JudgedText.of(rows.stream().filter(row -> fold(row) != left).toList()));
            texts.addAll(extra);
            folds.add(LinearJudge.train(texts, settings));
        }
        CrossFittedJudge judge = new CrossFittedJudge(folds);
        double threshold =
                Calibration.threshold(rows, (row, text) -> folds.get(fold(row)).score(text));
        return judge.parting(threshold);
    }

    @Override
    public double civility(StyleRow row, String text) {
        return folds.get(fold(row)).civility(text);
    }

    private CrossFittedJudge parting(double threshold) {
        return new CrossFittedJudge(
                folds.stream().map(fold -> fold.parting(threshold)).toList());
    }

    /** Returns the fold of a row. Rows that differ only in case and punctuation are in the same fold. */
    static int fold(StyleRow row) {
        int hash = String.join(" ", PlainWords.of(row.text())).hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), FOLDS);
    }
}
