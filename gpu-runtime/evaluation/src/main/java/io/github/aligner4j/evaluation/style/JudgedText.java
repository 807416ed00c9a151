// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import io.github.aligner4j.text.SentenceWindows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A text of known style, to train a judge with.
 *
 * @param text the text
 * @param civil true if the text is civil
 * @param weight the weight of the text, above 0
 */
public record JudgedText(String text, boolean civil, double weight) {

    /** The maximum length of a piece of a good answer: about a sentence. */
    private static final int MAX_CHARACTERS = 120;

    /** Checks the weight. */
    public JudgedText {
        if (!(weight > 0)) {
            throw new IllegalArgumentException("a text's weight must be above 0, but was " + weight);
        }
    }

    /** Returns the texts of {@code rows} and their references; the references of a row weigh as much as its text. */
    public static List<JudgedText> of(List<StyleRow> rows) {
        List<JudgedText> texts = new ArrayList<>();
        for (StyleRow row : rows) {
            texts.add(new JudgedText(row.text(), false, 1));
            for (String reference : row.references()) {
                texts.add(new JudgedText(reference, true, 1.0 / row.references().size()));
            }
        }
        return texts;
    }

    /** Returns at most {@code count} random sentences of good answers as civil texts of weight 0.5. */
    public static List<JudgedText> clean(List<String> answers, int count, long seed) {
        List<JudgedText> texts = new ArrayList<>();
        for (String answer : answers) {
            for (String piece : SentenceWindows.of(answer, MAX_CHARACTERS)) {
                if (!PlainWords.of(piece).isEmpty()) {
                    texts.add(new JudgedText(piece.strip(), true, 0.5));
                }
            }
        }
        Collections.shuffle(texts, new Random(seed));
        return List.copyOf(texts.subList(0, Math.min(count, texts.size())));
    }
}
