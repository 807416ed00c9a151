package io.github.aligner4j.training.dataset;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows of short texts in natural writing, both sides alike, so that they differ by their words only. */
final class NaturalPair {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}'\u2019]+");
    private static final Pattern CLOSED = Pattern.compile("([.!?]+)[\"')*]*$");
    private static final Pattern OPEN = Pattern.compile("[\\p{L}\\p{N}'%]$");
    private static final Pattern QUESTION = Pattern.compile(
            "(?i)^(?:(?:so|and|but|well|or|dude|man|hey) ,?)*(?:(?:who|what|where|why|when|how|which)(?: \\w+)?"
                    + " (?:is|are|was|were|do|does|did|can|could|would|will|should|has|have)\\b(?! you see)"
                    + "|(?:is|are|was|were|do|does|did|don't|can|could|would|will|should|have|has) (?:you|u|ya|he|she|it|they|we|i|this|that|there)\\b)");

    private NaturalPair() {}

    /** Returns {@code row} in natural writing; ends that are open on both sides stay so. */
    static CorrectionRow of(CorrectionRow row) {
        return of(row, false);
    }

    /** As {@link #of(CorrectionRow)}, but each side that ends with a word or a number gets a mark, as a sentence of a text. */
    static CorrectionRow closed(CorrectionRow row) {
        return of(row, true);
    }

    /** Whether the sides of {@code row} differ by nothing but case, spacing and the mark at the end. */
    static boolean sameWords(CorrectionRow row) {
        return plain(row.answer()).equals(plain(row.correction()));
    }

    private static CorrectionRow of(CorrectionRow row, boolean close) {
        String correction = NaturalWriting.of(row.correction());
        String answer = withCaseOf(correction, NaturalWriting.of(row.answer()));
        String mark = mark(answer) + mark(correction);
        if (mark.isEmpty() && close) {
            mark = QUESTION.matcher(answer).find() ? "?" : ".";
        }
        CorrectionRow natural = new CorrectionRow(row.question(), ended(answer, mark), ended(correction, mark));
        return sameWords(natural)
                ? new CorrectionRow(row.question(), natural.correction(), natural.correction())
                : natural;
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

    /** Names that the correction writes in upper case only are written so in the answer too. */
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
