// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.Incubating;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Words of a language by which the ends of its clauses are found, beside punctuation. They are compared in lower case.
 *
 * @param conjunctions words that begin a clause
 * @param unfinished words that end no clause, such as articles and prepositions
 */
@Incubating
public record ClauseWords(Set<String> conjunctions, Set<String> unfinished) {

    /** No words, for languages whose words are not known: only punctuation ends a clause. */
    public static final ClauseWords NONE = new ClauseWords(Set.of(), Set.of());

    /** Those of English. */
    public static final ClauseWords ENGLISH = new ClauseWords(
            Set.of("and", "but", "so", "because", "like", "as", "which", "that", "if", "or"),
            Set.of(
                    "a", "an", "the", "my", "your", "his", "her", "its", "our", "their", "of", "to", "for", "with",
                    "in", "on", "at", "by", "from", "as", "like", "than", "very", "too", "such", "and", "or", "but",
                    "nor", "is", "are", "was", "were", "be"));

    /** Copies the words in lower case. */
    public ClauseWords {
        conjunctions = lowerCase(conjunctions);
        unfinished = lowerCase(unfinished);
    }

    boolean beginsClause(String word) {
        return conjunctions.contains(word.toLowerCase(Locale.ROOT));
    }

    boolean endsNoClause(String word) {
        return unfinished.contains(word.toLowerCase(Locale.ROOT));
    }

    private static Set<String> lowerCase(Set<String> words) {
        Set<String> lower = new TreeSet<>();
        words.forEach(word -> lower.add(word.toLowerCase(Locale.ROOT)));
        return Set.copyOf(lower);
    }
}
