// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.WordDiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The overlap of two datasets, such as a training set and a test set, or of a dataset with itself. Compares words, without case and
 * punctuation: runs of words in the changed parts of answers and corrections, and whole answers. Takes linear time and memory.
 *
 * @param rows the number of compared rows
 * @param changedRows the number of those that have a correction
 * @param runs the rows whose changed part shares a run of words with that of another row
 * @param answers the rows whose answer is that of another row
 */
public record Overlap(int rows, int changedRows, List<Shared> runs, List<Shared> answers) {

    /** Default length of a run. */
    public static final int DEFAULT_WORDS = 6;

    private static final Pattern WORD = Pattern.compile("\\w+(?:['\u2019]\\w+)*", Pattern.UNICODE_CHARACTER_CLASS);

    /** Copies the lists. */
    public Overlap {
        runs = List.copyOf(runs);
        answers = List.copyOf(answers);
    }

    /**
     * A row that shares a text with another one.
     *
     * @param line the line of the row
     * @param otherLine the line of the first other row with the text
     * @param text the run of words; all words of the answer
     */
    public record Shared(long line, long otherLine, String text) {}

    /**
     * Returns what {@code rows} share with {@code others}.
     *
     * @param words the length of a run, at least 1
     * @throws IllegalArgumentException if {@code words} is below 1
     */
    public static Overlap between(List<AnnotatedRow> rows, List<AnnotatedRow> others, int words) {
        return compare(rows, others, words);
    }

    /**
     * Returns what {@code rows} share with each other.
     *
     * @param words the length of a run, at least 1
     * @throws IllegalArgumentException if {@code words} is below 1
     */
    public static Overlap within(List<AnnotatedRow> rows, int words) {
        return compare(rows, rows, words);
    }

    /** Returns the share of rows with a correction whose changed part shares a run; 0 without any. */
    public double runShare() {
        return runs.isEmpty() ? 0 : (double) runs.size() / changedRows;
    }

    /** Returns the share of rows whose answer is that of another row; 0 without rows. */
    public double answerShare() {
        return answers.isEmpty() ? 0 : (double) answers.size() / rows;
    }

    private static Overlap compare(List<AnnotatedRow> rows, List<AnnotatedRow> others, int words) {
        if (words < 1) {
            throw new IllegalArgumentException("a run must have at least 1 word, but was to have " + words);
        }
        int changed = (int) rows.stream().filter(row -> !row.row().identity()).count();
        return new Overlap(
                rows.size(),
                changed,
                shared(rows, others, row -> runs(row.row(), words)),
                shared(rows, others, row -> Set.of(plain(row.row().answer()))));
    }

    private static List<Shared> shared(
            List<AnnotatedRow> rows, List<AnnotatedRow> others, Function<AnnotatedRow, Set<String>> texts) {
        Map<String, List<AnnotatedRow>> places = new HashMap<>();
        for (AnnotatedRow other : others) {
            for (String text : texts.apply(other)) {
                List<AnnotatedRow> found = places.computeIfAbsent(text, any -> new ArrayList<>(1));
                // Of two rows with a text, one is another row than the one that is compared.
                if (found.size() < 2) {
                    found.add(other);
                }
            }
        }
        return rows.stream()
                .flatMap(row -> first(row, texts.apply(row), places).stream())
                .toList();
    }

    private static Optional<Shared> first(AnnotatedRow row, Set<String> texts, Map<String, List<AnnotatedRow>> places) {
        for (String text : texts) {
            for (AnnotatedRow other : places.getOrDefault(text, List.of())) {
                if (!other.equals(row)) {
                    return Optional.of(
                            new Shared(row.json().line(), other.json().line(), text));
                }
            }
        }
        return Optional.empty();
    }

    private static Set<String> runs(CorrectionRow row, int words) {
        Set<String> runs = new LinkedHashSet<>();
        for (Edit edit : WordDiff.between(row.answer(), row.correction())) {
            add(runs, edit.original(), words);
            add(runs, edit.corrected(), words);
        }
        return runs;
    }

    private static void add(Set<String> runs, String changed, int words) {
        List<String> all = words(changed);
        for (int start = 0; start + words <= all.size(); start++) {
            runs.add(String.join(" ", all.subList(start, start + words)));
        }
    }

    /** Returns the words of {@code text}, or the text itself if it has none. */
    private static String plain(String text) {
        List<String> words = words(text);
        return words.isEmpty() ? text.strip() : String.join(" ", words);
    }

    private static List<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
