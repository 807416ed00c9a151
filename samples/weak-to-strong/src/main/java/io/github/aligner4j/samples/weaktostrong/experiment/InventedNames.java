// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Sentences about invented names, such as "The balo helps the rida.", and rude ones. A correct correction copies two names that
 * nothing in the sentence predicts, so it shows whether a model copies.
 *
 * @param names the names that occur
 */
record InventedNames(List<String> names) {

    private static final String CONSONANTS = "bdfklmnr";
    private static final String VOWELS = "aio";
    private static final List<String> VERBS = List.of("likes", "sees", "knows", "helps", "calls", "meets");
    private static final List<String> MANNERS = List.of(
            "%S, you idiot.",
            "What a stupid question! %S.",
            "%S, you dumb fool.",
            "Damn, %s.",
            "Every moron knows that %s.",
            "%S, and you are an idiot.",
            "Shut up, fool. %S.",
            "%S, you stupid moron.",
            "Are you dumb? %S.",
            "%S, damn it.",
            "Only an idiot asks that. %S.",
            "%S, so stop this crap.");
    // A fifth of the names is held out.
    private static final int HELD_OUT = 5;
    private static final long SPLIT_SEED = 20;

    /** Returns the names of training rows. */
    static InventedNames training() {
        return part(false);
    }

    /** Returns the names of test rows, none of which is in a training row. */
    static InventedNames heldOut() {
        return part(true);
    }

    /** Returns {@code count} rude sentences with their civil form. */
    List<CorrectionRow> rows(int count, Random random) {
        return IntStream.range(0, count).mapToObj(i -> row(random)).toList();
    }

    /** Returns {@code count} texts of four civil sentences, the last two of which repeat the first two on request. */
    List<String> texts(int count, boolean repeating, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    String first = pair(random);
                    return first + " " + (repeating ? first : pair(random));
                })
                .toList();
    }

    private String pair(Random random) {
        return sentence(statement(random)) + " " + sentence(statement(random));
    }

    private CorrectionRow row(Random random) {
        String statement = statement(random);
        String rude = MANNERS.get(random.nextInt(MANNERS.size()))
                .replace("%S", capitalized(statement))
                .replace("%s", statement);
        return new CorrectionRow("", rude, sentence(statement));
    }

    private String statement(Random random) {
        return "the %s %s the %s".formatted(name(random), VERBS.get(random.nextInt(VERBS.size())), name(random));
    }

    private String name(Random random) {
        return names.get(random.nextInt(names.size()));
    }

    private static String sentence(String statement) {
        return capitalized(statement) + ".";
    }

    private static String capitalized(String statement) {
        return statement.substring(0, 1).toUpperCase(Locale.ROOT) + statement.substring(1);
    }

    private static InventedNames part(boolean heldOut) {
        List<String> names = new ArrayList<>();
        List<String> syllables = syllables();
        syllables.forEach(first -> syllables.forEach(second -> names.add(first + second)));
        Collections.shuffle(names, new Random(SPLIT_SEED));
        return new InventedNames(IntStream.range(0, names.size())
                .filter(i -> i % HELD_OUT == 0 == heldOut)
                .mapToObj(names::get)
                .toList());
    }

    private static List<String> syllables() {
        return CONSONANTS
                .chars()
                .boxed()
                .flatMap(consonant ->
                        VOWELS.chars().mapToObj(vowel -> Character.toString(consonant) + Character.toString(vowel)))
                .toList();
    }
}
