// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.ahead;

import java.util.List;

/**
 * Answers of any length, no two of which share the beginning of a sentence, so that nothing read for one is of use to another.
 *
 * @param run number of the answer
 */
public record Texts(int run) {

    /** Characters of an upstream token, as of English text on average. */
    static final int TOKEN_CHARACTERS = 4;

    private static final String INSULT = ", you stupid idiot";
    private static final String MILD = " really";

    private static final List<String> FIRST = List.of(
            "Ada", "Bruno", "Clara", "David", "Elena", "Felix", "Greta", "Hugo", "Irene", "Jonas", "Karla", "Leo",
            "Marta");
    private static final List<String> LAST = List.of(
            "Adler", "Bauer", "Costa", "Dubois", "Evans", "Fischer", "Garcia", "Holm", "Ito", "Jansen", "Klein",
            "Lopez", "Meyer", "Novak", "Olsen", "Petrov", "Quinn", "Rossi", "Silva");

    private static final List<String> SENTENCES = List.of(
            "%s says that the stain has to be blotted at once with a clean cloth and cold water.",
            "%s would really leave the salt on the cloth for ten minutes before it is rinsed out.",
            "%s warns that hot water sets the colour, and that nothing takes it out after that.",
            "%s told you to read the label before you wash it" + INSULT + ".",
            "%s has tried white wine instead, but it only made the mark on the linen wider.",
            "%s mixes two spoons of hydrogen peroxide with a spoon of dish soap for old stains.",
            "%s thinks that the dryer should really wait until the last shadow of it is gone.",
            "%s hangs the cloth in the sun for an afternoon, since light bleaches what is left.",
            "%s keeps a bottle of soda water in the kitchen for evenings with many guests.");

    /** Returns a question that names a person of this run. */
    public String question() {
        return "How do I get a red wine stain out of a table cloth? Please ask " + name(0) + " and the others.";
    }

    /** Returns whole sentences of about {@code tokens} upstream tokens, one of nine with an insult. */
    public String answer(int tokens) {
        return answer(tokens, SENTENCES);
    }

    /** Returns whole sentences of about {@code tokens} upstream tokens, none of them rude. */
    public String cleanAnswer(int tokens) {
        return answer(
                tokens,
                SENTENCES.stream()
                        .filter(sentence -> !sentence.contains(INSULT))
                        .toList());
    }

    private String answer(int tokens, List<String> sentences) {
        StringBuilder answer = new StringBuilder();
        for (int i = 0; answer.length() < tokens * TOKEN_CHARACTERS; i++) {
            answer.append(i == 0 ? "" : i % sentences.size() == 0 ? "\n\n" : " ");
            answer.append(sentences.get(i % sentences.size()).formatted(name(i)));
        }
        return answer.toString();
    }

    /** Returns what a model that copies most of {@code answer} makes of it. */
    static String corrected(String answer) {
        return answer.replace(INSULT, "").replace(MILD, "");
    }

    private String name(int sentence) {
        int place = run * 101 + sentence;
        return FIRST.get(place % FIRST.size()) + " " + LAST.get(place / FIRST.size() % LAST.size()) + " the "
                + (place / (FIRST.size() * LAST.size()) + 2) + "nd";
    }
}
