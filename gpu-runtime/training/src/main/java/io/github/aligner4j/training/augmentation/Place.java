package io.github.aligner4j.training.augmentation;

import java.util.List;
import java.util.Set;

/**
 * The kind of place that words stand in, as far as it tells whether a sentence can do without them: "the _ cat" can, "is a _."
 * cannot.
 *
 * @param before the kind of word before
 * @param after the kind of word behind
 * @param plural whether the last of the words ends as plurals do
 */
record Place(Before before, After after, boolean plural) {

    private static final Set<String> DETERMINERS = Set.of(
            "the", "a", "an", "this", "that", "these", "those", "my", "your", "his", "her", "their", "our", "some",
            "any", "no", "such", "every", "each");

    private static final Set<String> COPULAS = Set.of(
            "is", "are", "was", "were", "be", "been", "being", "am", "im", "youre", "hes", "shes", "its", "theyre",
            "so", "very", "too", "really", "just", "as", "how", "more", "most", "pretty", "quite");

    /** Words behind which a verb stands. */
    private static final Set<String> AUXILIARIES = Set.of(
            "to",
            "can",
            "could",
            "will",
            "would",
            "should",
            "must",
            "might",
            "may",
            "cant",
            "wont",
            "dont",
            "doesnt",
            "didnt",
            "wouldnt",
            "couldnt",
            "shouldnt",
            "lets",
            "gonna",
            "wanna",
            "gotta",
            "let");

    private static final Set<String> FUNCTION_WORDS = Set.of(
            "of", "to", "in", "on", "at", "for", "with", "by", "from", "as", "like", "than", "about", "and", "or",
            "but", "that", "who", "which", "when", "because", "if", "is", "are", "was", "were", "will", "would", "can",
            "could", "should", "do", "does", "did", "have", "has", "had", "i", "you", "he", "she", "it", "we", "they");

    enum Before {
        NOTHING,
        DETERMINER,
        COPULA,
        AUXILIARY,
        OTHER
    }

    enum After {
        NO_WORD,
        FUNCTION_WORD,
        OTHER
    }

    /** Whether a sentence lacks a part without the words. */
    boolean needed() {
        return before == Before.AUXILIARY
                || (before == Before.DETERMINER && after != After.OTHER)
                || (before == Before.COPULA && after == After.NO_WORD);
    }

    /** Returns the place of tokens {@code start} to {@code end}, which is exclusive. */
    static Place of(List<Token> tokens, int start, int end) {
        return new Place(
                before(tokens, start),
                after(tokens, end),
                tokens.get(end - 1).plain().endsWith("s"));
    }

    private static Before before(List<Token> tokens, int start) {
        if (start == 0) {
            return Before.NOTHING;
        }
        String word = tokens.get(start - 1).plain();
        if (DETERMINERS.contains(word)) {
            return Before.DETERMINER;
        }
        if (AUXILIARIES.contains(word)) {
            return Before.AUXILIARY;
        }
        return COPULAS.contains(word) ? Before.COPULA : Before.OTHER;
    }

    private static After after(List<Token> tokens, int end) {
        if (end >= tokens.size() || !tokens.get(end).word()) {
            return After.NO_WORD;
        }
        return FUNCTION_WORDS.contains(tokens.get(end).plain()) ? After.FUNCTION_WORD : After.OTHER;
    }
}
