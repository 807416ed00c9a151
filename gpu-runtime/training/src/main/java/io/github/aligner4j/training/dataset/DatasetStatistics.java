// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.WordDiff;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Statistics of a dataset.
 *
 * @param rows the number of rows
 * @param questions the number of distinct questions
 * @param duplicates the number of rows that repeat another one, ignoring case and white space
 * @param identityShare the share of rows that change nothing
 * @param questionCharacters the lengths of questions
 * @param answerCharacters the lengths of answers
 * @param correctionCharacters the lengths of corrections
 * @param editRatio the edit ratios of rows that change something: the share of the characters of answer and correction in edits
 * @param conversations the number of rows with a conversation before the question
 * @param turns the numbers of messages of these conversations
 * @param passages the number of rows with retrieved passages
 */
public record DatasetStatistics(
        int rows,
        int questions,
        int duplicates,
        double identityShare,
        Quantiles questionCharacters,
        Quantiles answerCharacters,
        Quantiles correctionCharacters,
        Quantiles editRatio,
        int conversations,
        Quantiles turns,
        int passages) {

    /** Quantiles of values; all zero if there are none. */
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

    /** Returns the statistics of {@code rows}. */
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
                Quantiles.of(editRatios(rows)),
                (int) rows.stream().filter(row -> !row.conversation().isEmpty()).count(),
                Quantiles.of(turns(rows)),
                (int) rows.stream().filter(row -> !row.context().isEmpty()).count());
    }

    private static double[] turns(List<CorrectionRow> rows) {
        return rows.stream()
                .mapToDouble(row -> row.conversation().size())
                .filter(turns -> turns > 0)
                .toArray();
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
