// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.text.Edit;
import io.github.aligner4j.training.schedule.TrainingConfig.LossWeights;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Computes the weights of labels, and the ends of sentences inside a prompt.
 *
 * <p>Positions of characters are mapped to tokens by tokenizing the text up to there: tokens are the same up to the position.
 */
final class LabelWeights {

    private LabelWeights() {}

    /**
     * Returns the weights of a correction's tokens: those of its edits, and the token after each, count more.
     *
     * @param edits the edits between answer and correction
     * @param ids the correction's tokens
     * @param upTo tokenizes the correction up to an offset
     */
    static float[] ofCorrection(List<Edit> edits, int[] ids, Function<Integer, int[]> upTo, LossWeights loss) {
        float[] weights = new float[ids.length];
        Arrays.fill(weights, 1);
        if (loss.edit() != 1) {
            for (Edit edit : edits) {
                int from = shared(ids, upTo.apply(edit.correctedStart()));
                int to = shared(ids, upTo.apply(edit.correctedEnd()));
                Arrays.fill(weights, Math.min(from, ids.length - 1), Math.min(to + 1, ids.length), (float) loss.edit());
            }
        }
        return weights;
    }

    /**
     * The end of a sentence in a prompt.
     *
     * @param position the index of its last token
     * @param corrected true if the sentence is corrected
     */
    record SentenceEnd(int position, boolean corrected) {}

    /**
     * Returns the ends of all sentences of an answer but the last, which the deciding token judges.
     *
     * @param answer the answer
     * @param edits the edits between answer and correction
     * @param ids the prompt's tokens
     * @param upTo tokenizes the prompt of the answer up to an offset
     */
    static List<SentenceEnd> sentences(String answer, List<Edit> edits, int[] ids, Function<Integer, int[]> upTo) {
        List<SentenceEnd> ends = new ArrayList<>();
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(answer);
        int start = sentences.first();
        for (int end = sentences.next(); end != BreakIterator.DONE && end < answer.length(); end = sentences.next()) {
            int from = start;
            int to = end;
            boolean corrected = edits.stream().anyMatch(edit -> overlaps(edit, from, to));
            int words = answer.substring(0, end).stripTrailing().length();
            ends.add(new SentenceEnd(shared(ids, upTo.apply(words)) - 1, corrected));
            start = end;
        }
        return ends;
    }

    private static boolean overlaps(Edit edit, int start, int end) {
        return edit.originalStart() < end && Math.max(edit.originalEnd(), edit.originalStart() + 1) > start;
    }

    private static int shared(int[] one, int[] other) {
        int mismatch = Arrays.mismatch(one, other);
        return mismatch < 0 ? one.length : mismatch;
    }
}
