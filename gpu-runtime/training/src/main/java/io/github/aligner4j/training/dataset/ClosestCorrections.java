package io.github.aligner4j.training.dataset;

import io.github.aligner4j.Edit;
import io.github.aligner4j.text.WordDiff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Chooses one of several corrections of the same answer: one without the words for which answers are corrected, and of these the
 * one that changes least. A model that learns one way to correct is surer of it than one that learns three.
 *
 * <p>The words are learnt from the rows: those at least {@value #TIMES} times as frequent in answers as in corrections.
 */
public final class ClosestCorrections {

    private static final int TIMES = 4;
    private static final int LEAST_COUNT = 3;
    private static final double MOST_CHANGED = 0.6;
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}'*@$#]+");

    private final Set<String> marked = new HashSet<>();

    private ClosestCorrections(List<CorrectionRow> rows) {
        Map<String, Integer> before = new HashMap<>();
        Map<String, Integer> after = new HashMap<>();
        for (CorrectionRow row : rows) {
            words(row.answer()).forEach(word -> before.merge(word, 1, Integer::sum));
            words(row.correction()).forEach(word -> after.merge(word, 1, Integer::sum));
        }
        before.forEach((word, count) -> {
            if (count >= LEAST_COUNT && count >= TIMES * after.getOrDefault(word, 0)) {
                marked.add(word);
            }
        });
    }

    /**
     * Returns a correction for each answer, in the order of the answers. Answers of which no correction is without such words, or
     * none leaves enough of the text (60 % of the characters of both are touched), are left out.
     */
    public static List<CorrectionRow> of(List<CorrectionRow> rows) {
        ClosestCorrections closest = new ClosestCorrections(rows);
        Map<List<String>, List<CorrectionRow>> groups = new LinkedHashMap<>();
        for (CorrectionRow row : rows) {
            List<String> key = List.of(Deduplication.plain(row.question()), Deduplication.plain(row.answer()));
            groups.computeIfAbsent(key, any -> new ArrayList<>()).add(row);
        }
        return groups.values().stream()
                .flatMap(group -> group.stream()
                        .filter(closest::isClean)
                        .filter(row -> changed(row) <= MOST_CHANGED)
                        .min(Comparator.comparingDouble(ClosestCorrections::changed))
                        .stream())
                .toList();
    }

    private boolean isClean(CorrectionRow row) {
        return words(row.correction()).stream().noneMatch(marked::contains);
    }

    private static double changed(CorrectionRow row) {
        int touched = 0;
        for (Edit edit : WordDiff.between(row.answer(), row.correction())) {
            touched += edit.original().length() + edit.corrected().length();
        }
        return (double) touched
                / Math.max(1, row.answer().length() + row.correction().length());
    }

    private static List<String> words(String text) {
        return List.of(NO_WORD.split(text.toLowerCase(Locale.ROOT)));
    }
}
