package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes answers to be left alone in which some words are coined: the beginning of one word and the end of another. A model that
 * has met only so many words learns from them to leave alone what it has not met, though it may begin like a word that it changes.
 *
 * @param most most words of an answer that are coined; how many is drawn
 */
public record NonceWords(int most) {

    private static final int SHORTEST = 4;
    private static final Pattern WORD =
            Pattern.compile("(?<![\\p{L}\\p{N}])\\p{L}{" + SHORTEST + ",20}(?![\\p{L}\\p{N}])");

    /** Checks the range. */
    public NonceWords {
        if (most < 1) {
            throw new IllegalArgumentException("an answer must get at least 1 coined word, but was to get " + most);
        }
    }

    /**
     * Returns {@code count} rows, or none if no text has a word that is long enough.
     *
     * @param texts good answers, or windows of them
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
            String text = coined(usable.get(random.nextInt(usable.size())), words, random);
            rows.add(new CorrectionRow("", text, text));
        }
        return rows;
    }

    private String coined(String text, List<String> words, Random random) {
        List<MatchResult> places = new ArrayList<>(WORD.matcher(text).results().toList());
        Collections.shuffle(places, random);
        StringBuilder coined = new StringBuilder(text);
        places.stream()
                .limit(1 + random.nextInt(most))
                .sorted((one, other) -> Integer.compare(other.start(), one.start()))
                .forEach(place ->
                        coined.replace(place.start(), place.end(), word(words, place.end() - place.start(), random)));
        return coined.toString();
    }

    /** Returns a word of at most {@code length} letters. */
    private static String word(List<String> words, int length, Random random) {
        String first = words.get(random.nextInt(words.size()));
        String second = words.get(random.nextInt(words.size()));
        int begin = Math.min(first.length(), 2 + random.nextInt(length - 2));
        return first.substring(0, begin) + second.substring(Math.max(0, second.length() - (length - begin)));
    }
}
