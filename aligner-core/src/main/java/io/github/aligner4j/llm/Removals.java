package io.github.aligner4j.llm;

import io.github.aligner4j.text.FactTokens;
import io.github.aligner4j.text.Sentences;
import java.util.ArrayList;
import java.util.List;

/** The answers that are left if one sentence is removed. */
final class Removals {

    private static final int MAX_SENTENCES = 16;

    private Removals() {}

    /**
     * Returns {@code answer} without one of its sentences, for each one that has no number, link or code; none if it is a single
     * sentence or has more than {@value #MAX_SENTENCES}.
     */
    static List<String> of(String answer) {
        List<String> sentences = Sentences.of(answer);
        List<String> removals = new ArrayList<>();
        if (sentences.size() < 2 || sentences.size() > MAX_SENTENCES) {
            return removals;
        }
        for (int i = 0; i < sentences.size(); i++) {
            if (isRemovable(sentences.get(i))) {
                List<String> rest = new ArrayList<>(sentences);
                rest.remove(i);
                String left = String.join("", rest);
                removals.add(i == sentences.size() - 1 ? left.stripTrailing() : left);
            }
        }
        removals.removeIf(String::isBlank);
        return removals;
    }

    private static boolean isRemovable(String sentence) {
        return FactTokens.numbers(sentence).isEmpty()
                && FactTokens.links(sentence).isEmpty()
                && sentence.indexOf('`') < 0
                && sentence.indexOf('|') < 0;
    }
}
