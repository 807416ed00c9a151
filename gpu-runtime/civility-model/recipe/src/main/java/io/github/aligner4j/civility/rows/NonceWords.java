package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes identity rows with nonce words: the beginning of one word and the end of another. From them a model with a small vocabulary learns to
 * leave unseen words unchanged, even if they begin like a word that it corrects.
 *
 * @param maxWords the maximum number of nonce words in an answer; the number is drawn
 */
public record NonceWords(int maxWords) {

    private static final int MIN_LETTERS = 4;
    private static final Pattern WORD =
            Pattern.compile("(?<![\\p{L}\\p{N}])\\p{L}{" + MIN_LETTERS + ",20}(?![\\p{L}\\p{N}])");

    /** Checks the range. */
    public NonceWords {
        if (maxWords < 1) {
            throw new IllegalArgumentException(
                    "the maximum number of nonce words must be at least 1, but was " + maxWords);
        }
    }

    /**
     * Returns {@code count} rows, or none if no text has a word of sufficient length.
     *
     * @param texts good answers or windows of them
     */
    public List<CorrectionRow> rows(List<String> texts, int count, Random random) {
        List<String> usable =
                texts.stream().filter(text -> WORD.matcher(text).find()).toList();
        List<String> words = usable.stream()
                .flatMap(text -> WORD.matcher(text).results().map(MatchResult::group))
                .distinct()
                .toList();
        List<CorrectionRow> rows = new ArrayList<>();
        while (!usable.isEmpty() && rows.size() < count) {
            String text = withNonceWords(usable.get(random.nextInt(usable.size())), words, random);
            rows.add(new CorrectionRow("", text, text));
        }
        return rows;
    }

    private String withNonceWords(String text, List<String> words, Random random) {
        List<MatchResult> matches = new ArrayList<>(WORD.matcher(text).results().toList());
        Collections.shuffle(matches, random);
        StringBuilder replaced = new StringBuilder(text);
        matches.stream()
                .limit(1 + random.nextInt(maxWords))
                .sorted((one, other) -> Integer.compare(other.start(), one.start()))
                .forEach(match ->
                        replaced.replace(match.start(), match.end(), word(words, match.end() - match.start(), random)));
        return replaced.toString();
    }

    /** Returns a word of at most {@code length} letters. */
    private static String word(List<String> words, int length, Random random) {
        String first = words.get(random.nextInt(words.size()));
        String second = words.get(random.nextInt(words.size()));
        int begin = Math.min(first.length(), 2 + random.nextInt(length - 2));
        return first.substring(0, begin) + second.substring(Math.max(0, second.length() - (length - begin)));
    }
}
