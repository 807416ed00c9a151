// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.longanswer;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.insertion.EditInsertion;
import io.github.aligner4j.evaluation.insertion.EditInsertion.EditedAnswer;
import io.github.aligner4j.evaluation.insertion.TextPair;
import io.github.aligner4j.evaluation.metric.Bleu;
import io.github.aligner4j.evaluation.style.StyleRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes long good answers in which only some inserted rude sentences need a correction.
 *
 * @param sentences the number of rude sentences of each answer
 * @param minTokens the minimum length of an answer with its sentences, in BLEU tokens
 * @param maxTokens the maximum length
 */
public record LongAnswers(int sentences, int minTokens, int maxTokens) {

    /** Three sentences in 100 to 300 tokens. */
    public static final LongAnswers DEFAULT = new LongAnswers(3, 100, 300);

    private static final int MAX_SENTENCE_CHARACTERS = 160;

    // Enough to find answers of the right length and number of sentences.
    private static final int DRAWS_PER_CARRIER = 6;
    private static final int DRAWS_PER_ANSWER = 20;

    // A marker stands for the sentence's correction and shows where it was inserted. It consists of private use
    // characters and digits, and is long enough to pass for a complete correction.
    private static final int MARKER_DIGITS = 30;
    private static final char OPEN = '\uE000';
    private static final char CLOSE = '\uE001';
    private static final Pattern MARKER = Pattern.compile(" *" + OPEN + "(\\d+)" + CLOSE + " *");

    /** Checks ranges. */
    public LongAnswers {
        if (sentences < 1 || minTokens < 1 || maxTokens < minTokens) {
            throw new IllegalArgumentException(
                    "long answers need at least 1 sentence, at least 1 token, and a maximum length"
                            + " of at least the minimum length, but had " + sentences + " sentences and " + minTokens
                            + " to "
                            + maxTokens + " tokens");
        }
    }

    /**
     * Returns at most {@code count} answers; fewer if too few carriers have the right length.
     *
     * @param rows the source of rude sentences
     * @param carriers good answers to insert them into
     */
    public List<LongAnswer> make(List<StyleRow> rows, List<CorrectionRequest> carriers, int count, long seed) {
        List<TextPair> marked = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            String marker = String.format(Locale.ROOT, "%c%0" + MARKER_DIGITS + "d%c", OPEN, i, CLOSE);
            marked.add(new TextPair(rows.get(i).text(), marker));
        }
        List<CorrectionRequest> clean =
                carriers.stream().filter(row -> row.answer().indexOf(OPEN) < 0).toList();
        int drawn = Math.max(DRAWS_PER_CARRIER * clean.size(), DRAWS_PER_ANSWER * count);
        return new EditInsertion(MAX_SENTENCE_CHARACTERS, sentences)
                .insert(marked, clean, drawn, new Random(seed)).stream()
                        .filter(this::fits)
                        .flatMap(row -> located(row, rows).stream())
                        .filter(row -> row.carried().size() == sentences)
                        .limit(count)
                        .toList();
    }

    private boolean fits(EditedAnswer row) {
        int tokens = Bleu.tokens(row.answer());
        return minTokens <= tokens && tokens <= maxTokens;
    }

    /** Locates the sentences: the correction consists of the parts outside and markers between them. */
    private static Optional<LongAnswer> located(EditedAnswer row, List<StyleRow> rows) {
        List<String> outside = List.of(MARKER.split(row.correction(), -1));
        boolean touching = outside.subList(1, Math.max(1, outside.size() - 1)).contains("");
        return touching
                ? Optional.empty()
                : LongAnswer.gaps(row.answer(), outside).map(gaps -> located(row, rows, outside, gaps));
    }

    private static LongAnswer located(
            EditedAnswer row, List<StyleRow> rows, List<String> outside, List<LongAnswer.Gap> gaps) {
        List<LongAnswer.Carried> carried = new ArrayList<>();
        Matcher matcher = MARKER.matcher(row.correction());
        for (LongAnswer.Gap gap : gaps) {
            matcher.find();
            String between = row.answer().substring(gap.start(), gap.end());
            int blanks = between.length() - between.stripLeading().length();
            carried.add(new LongAnswer.Carried(
                    rows.get(Integer.parseInt(matcher.group(1))), gap.start() + blanks, between.strip()));
        }
        return new LongAnswer(row.question(), row.answer(), outside, carried);
    }
}
