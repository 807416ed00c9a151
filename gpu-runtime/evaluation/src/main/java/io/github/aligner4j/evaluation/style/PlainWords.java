// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Normalizes the words of a text: lower case, without apostrophes, digits as 0. Characters that hide letters stay ({@code sh*t}). */
public final class PlainWords {

    private static final Pattern WORD =
            Pattern.compile("(?=[*@#$]*[\\p{L}\\p{N}])[\\p{L}\\p{M}\\p{N}*@#$]+(?:[!'’][\\p{L}\\p{M}\\p{N}*@#$]+)*");

    private PlainWords() {}

    /** Returns the normalized words of {@code text} in order. */
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = matcher(text);
        while (matcher.find()) {
            words.add(plain(matcher.group()));
        }
        return words;
    }

    /** Returns a matcher of the words of {@code text}. */
    public static Matcher matcher(String text) {
        return WORD.matcher(text);
    }

    /** Returns the normalized form of a matched word. */
    public static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("['’]", "").replaceAll("\\p{N}", "0");
    }
}
