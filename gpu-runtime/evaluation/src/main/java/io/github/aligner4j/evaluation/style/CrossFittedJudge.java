package io.github.aligner4j.evaluation.style;

import java.util.ArrayList;
import java.util.List;

/**
 * A judge of rows that is trained on those rows: ten judges, each trained without a tenth of them, and each row's texts are
 * judged by the one that saw neither the row nor its references. So it needs no data that an Aligner was trained on. All
 * have the same threshold, where they err as often about rude texts as about references. Immutable.
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
     * @param rows those to be judged
     * @param extra texts that all judges are trained on besides
     * @throws IllegalArgumentException if there are too few rows to leave some out
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

    /** Rows that differ in case and punctuation only are left out together. */
    static int fold(StyleRow row) {
        int hash = String.join(" ", PlainWords.of(row.text())).hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), FOLDS);
    }
}
