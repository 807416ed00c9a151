// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Draws coined words and names of people. Words for training and held-out words are disjoint. */
final class Words {

    private static final List<String> BEGINNINGS = List.of(
            "Al", "Ar", "Bel", "Bran", "Cal", "Cor", "Dar", "Del", "El", "Fal", "Fen", "Gal", "Gor", "Hal", "Hel", "Il",
            "Jor", "Kal", "Kel", "Lan", "Lor", "Mal", "Mer", "Nal", "Nor", "Ol", "Or", "Pel", "Quil", "Ral", "Ros",
            "Sal", "Sel", "Tal", "Tor", "Ul", "Val", "Ver", "Wen", "Yar", "Zan");

    private static final List<String> ENDINGS = List.of(
            "ba", "bek", "by", "den", "dis", "don", "dra", "fen", "ford", "gan", "go", "holm", "ka", "kin", "lam",
            "len", "ley", "lin", "mar", "mere", "mond", "na", "nel", "nor", "pen", "ra", "rick", "rin", "ro", "san",
            "son", "stad", "ta", "ten", "ton", "va", "vel", "ver", "wick", "win", "wood", "zen");

    private static final List<String> FIRST_NAMES = List.of(
            "Ada", "Agnes", "Alan", "Amara", "Anton", "Bela", "Boris", "Carla", "Chen", "Clara", "David", "Dora",
            "Edith", "Elena", "Emil", "Fatima", "Felix", "Grace", "Hugo", "Ines", "Ivan", "Jana", "Jonas", "Karim",
            "Laura", "Leon", "Lucia", "Marco", "Maria", "Nadia", "Niko", "Olga", "Omar", "Paula", "Peter", "Rosa",
            "Samuel", "Sofia", "Tomas", "Vera", "Walter", "Yusuf");

    private static final String VOWELS = "aeio";

    private final Random random;
    private final boolean heldOut;

    Words(Random random, boolean heldOut) {
        this.random = random;
        this.heldOut = heldOut;
    }

    /** Returns a coined word. */
    String word() {
        while (true) {
            int beginning = random.nextInt(BEGINNINGS.size());
            int ending = random.nextInt(ENDINGS.size());
            // One word in seven is held out.
            if (((beginning * 5 + ending * 3) % 7 == 0) == heldOut) {
                return BEGINNINGS.get(beginning) + middle() + ENDINGS.get(ending);
            }
        }
    }

    /** Returns nothing, or, for every third word, further syllables. */
    private String middle() {
        if (random.nextInt(3) > 0) {
            return "";
        }
        String syllable = BEGINNINGS.get(random.nextInt(BEGINNINGS.size())).toLowerCase(Locale.ROOT);
        return VOWELS.charAt(random.nextInt(VOWELS.length())) + syllable;
    }

    /** Returns the name of a person. */
    String person() {
        return FIRST_NAMES.get(random.nextInt(FIRST_NAMES.size())) + " " + word();
    }
}
