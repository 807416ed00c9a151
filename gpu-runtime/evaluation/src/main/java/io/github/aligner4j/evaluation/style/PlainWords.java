package io.github.aligner4j.evaluation.style;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a text without what tells who typed it: case, punctuation, apostrophes and which digits. Rude sentences and
 * their corrections may come from differently prepared texts, and that must not give them away. Marks inside words stay, as
 * they hide letters ({@code sh*t}).
 */
public final class PlainWords {

    private static final Pattern WORD =
            Pattern.compile("(?=[*@#$]*[\\p{L}\\p{N}])[\\p{L}\\p{M}\\p{N}*@#$]+(?:[!'’][\\p{L}\\p{M}\\p{N}*@#$]+)*");

    private PlainWords() {}

    /** Returns the words of {@code text}, in order. */
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = matcher(text);
        while (matcher.find()) {
            words.add(plain(matcher.group()));
        }
        return words;
    }

    /** Finds words as they are written. */
    public static Matcher matcher(String text) {
        return WORD.matcher(text);
    }

    /** Returns what a word that was found is in the lists of {@link #of}. */
    public static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("['’]", "").replaceAll("\\p{N}", "0");
    }
}
