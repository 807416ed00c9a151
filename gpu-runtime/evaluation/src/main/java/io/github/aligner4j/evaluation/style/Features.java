// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.List;

/** The features of a {@link LinearJudge}: character n-grams of orders 2 to 5 of each word, words, and pairs of words. */
final class Features {

    private static final int MIN_NGRAM = 2;
    private static final int MAX_NGRAM = 5;

    private Features() {}

    static HashedFeatures of(String text) {
        List<String> words = PlainWords.of(text);
        HashedFeatures.Builder found = new HashedFeatures.Builder();
        String before = "";
        for (String word : words) {
            found.addNgrams('c', word, MIN_NGRAM, MAX_NGRAM);
            found.add('w', word);
            found.add('p', before + " " + word);
            before = word;
        }
        return found.add('p', before + " ").build();
    }
}
