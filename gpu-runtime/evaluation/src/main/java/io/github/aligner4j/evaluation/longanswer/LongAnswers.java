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
 * Makes answers of a few hundred tokens in which nothing but some rude sentences is to be corrected.
 *
 * @param sentences how many rude sentences each has
 * @param shortest fewest tokens of an answer, the sentences included, counted as BLEU does (words and marks)
 * @param longest most of them
 */
public record LongAnswers(int sentences, int shortest, int longest) {

    /** Three sentences in 100 to 300 tokens. */
    public static final LongAnswers DEFAULT = new LongAnswers(3, 100, 300);

    private static final int LONGEST_SENTENCE = 160;

    // Enough to find those with the right length and number of sentences among them.
    private static final int DRAWN_OF_EACH_CARRIER = 6;
    private static final int DRAWN_FOR_EACH_ANSWER = 20;

    // Stands where a sentence's correction would, so that it shows where the sentence was put. From a private use area.
    // As long as a correction may be, which is not to look broken off.
    private static final int MARKER_DIGITS = 30;
    private static final char OPEN = '\uE000';
    private static final char CLOSE = '\uE001';
    private static final Pattern MARKER = Pattern.compile(" *" + OPEN + "(\\d+)" + CLOSE + " *");

    /** Checks ranges. */
    public LongAnswers {
        if (sentences < 1 || shortest < 1 || longest < shortest) {
            throw new IllegalArgumentException(
                    "long answers need at least 1 sentence and at least 1 token, and must not"
                            + " be shorter at most than at least, but were to have " + sentences + " sentences and "
                            + shortest
                            + " to " + longest + " tokens");
        }
    }

    /**
     * Returns {@code count} answers, fewer if there are too few carriers of the right length.
     *
     * @param rows where the sentences are taken from
     * @param carriers good answers
     */
    public List<LongAnswer> make(List<StyleRow> rows, List<CorrectionRequest> carriers, int count, long seed) {
        List<TextPair> marked = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            String marker = String.format(Locale.ROOT, "%c%0" + MARKER_DIGITS + "d%c", OPEN, i, CLOSE);
            marked.add(new TextPair(rows.get(i).text(), marker));
        }
        List<CorrectionRequest> clean =
                carriers.stream().filter(row -> row.answer().indexOf(OPEN) < 0).toList();
        int drawn = Math.max(DRAWN_OF_EACH_CARRIER * clean.size(), DRAWN_FOR_EACH_ANSWER * count);
        return new EditInsertion(LONGEST_SENTENCE, sentences)
                .insert(marked, clean, drawn, new Random(seed)).stream()
                        .filter(this::fits)
                        .flatMap(row -> located(row, rows).stream())
                        .filter(row -> row.carried().size() == sentences)
                        .limit(count)
                        .toList();
    }

    private boolean fits(EditedAnswer row) {
        int tokens = Bleu.tokens(row.answer());
        return shortest <= tokens && tokens <= longest;
    }

    /** The correction has the pieces outside, and markers between them; the answer has the same pieces. */
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
