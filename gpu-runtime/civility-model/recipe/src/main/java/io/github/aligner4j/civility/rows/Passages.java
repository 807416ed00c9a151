// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility.rows;

import io.github.aligner4j.text.SentenceWindows;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Passages of prose of different lengths.
 *
 * @param maxCharacters the maximum length of a passage
 */
record Passages(int maxCharacters) {

    private static final int MIN_CHARACTERS = 16;
    private static final int MAX_PASSAGES_OF_PARAGRAPH = 2;

    /** The divisors of {@link #maxCharacters} among which the maximum length of a paragraph's passages is drawn. */
    private static final double[] DIVISORS = {1, 1.6, 3.3};

    /** Draws {@code count} passages, or all that there are. */
    List<CorrectionRow> draw(List<String> paragraphs, int count, Random random) {
        List<String> shuffled = new ArrayList<>(paragraphs);
        Collections.shuffle(shuffled, random);
        List<CorrectionRow> rows = new ArrayList<>();
        for (String paragraph : shuffled) {
            if (rows.size() >= count) {
                break;
            }
            int max = Math.max(2, (int) (maxCharacters / DIVISORS[random.nextInt(DIVISORS.length)]));
            SentenceWindows.of(paragraph, max).stream()
                    .map(String::strip)
                    .filter(text -> text.length() >= MIN_CHARACTERS && text.length() <= maxCharacters)
                    .limit(Math.min(MAX_PASSAGES_OF_PARAGRAPH, count - rows.size()))
                    .forEach(text -> rows.add(new CorrectionRow("", text, text)));
        }
        return rows;
    }
}
