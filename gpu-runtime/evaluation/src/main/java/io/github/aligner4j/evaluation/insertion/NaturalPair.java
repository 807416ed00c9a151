// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.insertion;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rewrites pairs of short texts in natural writing, both sides in the same way, so that they differ in words only. */
public final class NaturalPair {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}'\u2019]+");
    private static final Pattern CLOSED = Pattern.compile("([.!?]+)[\"')*]*$");
    private static final Pattern OPEN = Pattern.compile("[\\p{L}\\p{N}'%]$");
    private static final Pattern QUESTION = Pattern.compile(
            "(?i)^(?:(?:so|and|but|well|or|dude|man|hey) ,?)*(?:(?:who|what|where|why|when|how|which)(?: \\w+)?"
                    + " (?:is|are|was|were|do|does|did|can|could|would|will|should|has|have)\\b(?! you see)"
                    + "|(?:is|are|was|were|do|does|did|don't|can|could|would|will|should|have|has) (?:you|u|ya|he|she|it|they|we|i|this|that|there)\\b)");

    private NaturalPair() {}

    /** Returns {@code pair} in natural writing. If neither side ends with a punctuation mark, none is added. */
    public static TextPair of(TextPair pair) {
        return of(pair, false);
    }

    /** Returns {@code pair} in natural writing, with a final punctuation mark on each side that ends in a word or a number. */
    public static TextPair closed(TextPair pair) {
        return of(pair, true);
    }

    /** Returns whether the sides of {@code pair} differ only in case, spacing and final punctuation. */
    public static boolean sameWords(TextPair pair) {
        return plain(pair.original()).equals(plain(pair.corrected()));
    }

    private static TextPair of(TextPair pair, boolean close) {
        String corrected = NaturalWriting.of(pair.corrected());
        String original = withCaseOf(corrected, NaturalWriting.of(pair.original()));
        String mark = mark(original) + mark(corrected);
        if (mark.isEmpty() && close) {
            mark = QUESTION.matcher(original).find() ? "?" : ".";
        }
        TextPair natural = new TextPair(ended(original, mark), ended(corrected, mark));
        return sameWords(natural) ? new TextPair(natural.corrected(), natural.corrected()) : natural;
    }

    private static String plain(String text) {
        String natural = NaturalWriting.of(text).toLowerCase(Locale.ROOT);
        return natural.replaceAll("[\\s.!?]+$", "").replaceAll("\\s+", " ");
    }

    private static String mark(String text) {
        Matcher closed = CLOSED.matcher(text);
        if (!closed.find()) {
            return "";
        }
        return closed.group(1).contains("?") ? "?" : closed.group(1).contains("!") ? "!" : ".";
    }

    private static String ended(String text, String mark) {
        boolean open = !mark.isEmpty() && OPEN.matcher(text).find();
        return open ? text + mark.charAt(0) : text;
    }

    /** Writes words with a capital in {@code answer} that {@code correction} only writes with a capital. */
    private static String withCaseOf(String correction, String answer) {
        Map<String, String> written = new HashMap<>();
        WORD.matcher(correction)
                .results()
                .forEach(word ->
                        written.merge(word.group().toLowerCase(Locale.ROOT), word.group(), NaturalPair::lowerOfBoth));
        return WORD.matcher(answer).replaceAll(word -> {
            String same = written.getOrDefault(word.group(), "");
            boolean inside = !same.isEmpty() && !startsSentence(correction, same);
            return Matcher.quoteReplacement(inside ? same : word.group());
        });
    }

    private static String lowerOfBoth(String one, String other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static boolean startsSentence(String text, String word) {
        int at = text.indexOf(word);
        return at == 0 || text.substring(0, at).matches(".*[.!?\"'(*:-]\\s*");
    }
}
