package io.github.aligner4j.evaluation.style;

import java.util.List;

/**
 * What a {@link LinearJudge} sees of a text: which runs of 2 to 5 characters its words have, and which words and pairs of
 * words it has.
 */
final class Features {

    private static final int SHORTEST = 2;
    private static final int LONGEST = 5;

    private Features() {}

    static HashedFeatures of(String text) {
        List<String> words = PlainWords.of(text);
        HashedFeatures.Builder found = new HashedFeatures.Builder();
        String before = "";
        for (String word : words) {
            found.addRuns('c', word, SHORTEST, LONGEST);
            found.add('w', word);
            found.add('p', before + " " + word);
            before = word;
        }
        return found.add('p', before + " ").build();
    }
}
