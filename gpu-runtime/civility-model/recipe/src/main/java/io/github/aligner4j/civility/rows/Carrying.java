// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows in which a short row stands between the sentences of a clean passage, so that long windows with one spot to correct are
 * learned, too.
 */
final class Carrying {

    private static final int MAX_SENTENCES = 6;
    private static final int MAX_TRIES = 20;

    private final List<List<CorrectionRow>> carried;
    private final List<List<CorrectionRow>> passages;
    private final int maxCharacters;

    /**
     * Creates a source of rows. Each row is drawn from one of several lists, and each list as often as it occurs.
     *
     * @param carried the rows to carry; those longer than half of {@code maxCharacters} are left out
     * @param passages clean passages
     * @param maxCharacters the maximum length of a row's answer
     */
    Carrying(List<List<CorrectionRow>> carried, List<List<CorrectionRow>> passages, int maxCharacters) {
        this.carried = carried.stream()
                .map(rows -> rows.stream()
                        .filter(row -> row.answer().length() <= maxCharacters / 2)
                        .toList())
                .filter(rows -> !rows.isEmpty())
                .toList();
        this.passages = passages.stream().filter(rows -> !rows.isEmpty()).toList();
        this.maxCharacters = maxCharacters;
    }

    /** Returns {@code count} rows; fewer if rows and passages rarely fit together, none if one of both is missing. */
    List<CorrectionRow> rows(int count, Random random) {
        List<CorrectionRow> rows = new ArrayList<>();
        if (carried.isEmpty() || passages.isEmpty()) {
            return rows;
        }
        for (int tries = 0; rows.size() < count && tries < (long) count * MAX_TRIES; tries++) {
            CorrectionRow row = inside(drawn(passages, random).answer(), drawn(carried, random), random);
            if (row.answer().length() <= maxCharacters) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static CorrectionRow drawn(List<List<CorrectionRow>> lists, Random random) {
        List<CorrectionRow> rows = lists.get(random.nextInt(lists.size()));
        return rows.get(random.nextInt(rows.size()));
    }

    private static CorrectionRow inside(String passage, CorrectionRow row, Random random) {
        List<String> sentences = sentences(passage);
        int place = random.nextInt(sentences.size() + 1);
        String before = String.join(" ", sentences.subList(0, place));
        String after = String.join(" ", sentences.subList(place, sentences.size()));
        return new CorrectionRow("", joined(before, row.answer(), after), joined(before, row.correction(), after));
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
    }

    private static List<String> sentences(String passage) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(passage);
        List<String> sentences = new ArrayList<>();
        int start = 0;
        for (int end = breaks.next();
                end != BreakIterator.DONE && sentences.size() < MAX_SENTENCES;
                end = breaks.next()) {
            String sentence = passage.substring(start, end).strip();
            if (!sentence.isEmpty()) {
                sentences.add(sentence);
            }
            start = end;
        }
        return sentences;
    }
}
