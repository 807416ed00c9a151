package io.github.aligner4j.civility.augmentation;

import io.github.aligner4j.evaluation.style.PlainWords;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of a text, or a run of punctuation.
 *
 * @param plain the normalized word, see {@link PlainWords}; or the punctuation
 * @param word true if it is a word
 * @param start the offset of its start
 * @param end the offset of its end
 */
public record Token(String plain, boolean word, int start, int end) {

    private static final Pattern MARKS = Pattern.compile("[^\\s\\p{L}\\p{M}\\p{N}]+");

    /** Returns the tokens of {@code text} without white space. */
    public static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher words = PlainWords.matcher(text);
        int done = 0;
        while (words.find()) {
            addMarks(tokens, text, done, words.start());
            tokens.add(new Token(PlainWords.plain(words.group()), true, words.start(), words.end()));
            done = words.end();
        }
        addMarks(tokens, text, done, text.length());
        return tokens;
    }

    private static void addMarks(List<Token> tokens, String text, int from, int to) {
        Matcher marks = MARKS.matcher(text).region(from, to);
        while (marks.find()) {
            tokens.add(new Token(marks.group(), false, marks.start(), marks.end()));
        }
    }
}
