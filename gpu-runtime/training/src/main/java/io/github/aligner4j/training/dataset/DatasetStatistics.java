package io.github.aligner4j.training.dataset;

import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.WordDiff;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What rows are like.
 *
 * @param rows how many there are
 * @param questions different questions
 * @param duplicates rows that say what another one says
 * @param identityShare share of the rows that change nothing
 * @param questionCharacters lengths of questions
 * @param answerCharacters lengths of answers
 * @param correctionCharacters lengths of corrections
 * @param editRatio share of the characters of answer and correction that edits touch, of rows that change something
 */
public record DatasetStatistics(
        int rows,
        int questions,
        int duplicates,
        double identityShare,
        Quantiles questionCharacters,
        Quantiles answerCharacters,
        Quantiles correctionCharacters,
        Quantiles editRatio) {

    /** How values are spread; all zero if there are none. */
    public record Quantiles(double median, double p90, double largest) {

        static Quantiles of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return new Quantiles(at(sorted, 0.5), at(sorted, 0.9), at(sorted, 1));
        }

        private static double at(double[] sorted, double share) {
            return sorted.length == 0 ? 0 : sorted[(int) Math.round(share * (sorted.length - 1))];
        }
    }

    /** Counts {@code rows}. */
    public static DatasetStatistics of(List<CorrectionRow> rows) {
        Set<String> questions = new HashSet<>();
        rows.forEach(row -> questions.add(Deduplication.plain(row.question())));
        long same = rows.stream().filter(CorrectionRow::identity).count();
        return new DatasetStatistics(
                rows.size(),
                questions.size(),
                rows.size() - Deduplication.of(rows).size(),
                rows.isEmpty() ? 0 : (double) same / rows.size(),
                Quantiles.of(lengths(rows, CorrectionRow::question)),
                Quantiles.of(lengths(rows, CorrectionRow::answer)),
                Quantiles.of(lengths(rows, CorrectionRow::correction)),
                Quantiles.of(editRatios(rows)));
    }

    /** Returns the number of characters of a text of each row. */
    public static double[] lengths(List<CorrectionRow> rows, Function<CorrectionRow, String> text) {
        return rows.stream().mapToDouble(row -> text.apply(row).length()).toArray();
    }

    /** Returns the edit ratio of each row that changes something. */
    public static double[] editRatios(List<CorrectionRow> rows) {
        return rows.stream()
                .filter(row -> !row.identity())
                .mapToDouble(DatasetStatistics::editRatio)
                .toArray();
    }

    private static double editRatio(CorrectionRow row) {
        int touched = WordDiff.between(row.answer(), row.correction()).stream()
                .mapToInt(DatasetStatistics::touched)
                .sum();
        return (double) touched / (row.answer().length() + row.correction().length());
    }

    private static int touched(Edit edit) {
        return edit.original().length() + edit.corrected().length();
    }
}
