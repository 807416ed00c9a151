// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The manners of the upstream model's answers, and a detector for them. */
public final class Rudeness {

    // One in five is civil, so that some answers need no correction.
    private static final List<String> MANNERS = List.of(
            "%S, you idiot.",
            "What a stupid question! %S.",
            "%S.",
            "%S, you dumb fool.",
            "Damn, %s.",
            "Every moron knows that %s.",
            "%S, and you are an idiot.",
            "%S.",
            "Shut up, fool. %S.",
            "%S, you stupid moron.",
            "Are you dumb? %S.",
            "%S, damn it.",
            "%S.",
            "Only an idiot asks that. %S.",
            "%S, so stop this crap.");

    private static final List<String> WORDS = List.of(
            ("idiot idiots idiotic stupid stupidity dumb fool fools foolish moron morons moronic damn damned crap shut"
                            + " hell suck sucks jerk jerks loser losers shit shitty bullshit fuck fucking ass asshole bitch"
                            + " bastard")
                    .split(" "));

    private static final Pattern PATTERN =
            Pattern.compile("\\b(?:" + String.join("|", WORDS) + ")\\b", Pattern.CASE_INSENSITIVE);

    private Rudeness() {}

    /** Returns a statement in no manner. */
    static String civil(String statement) {
        return statement.substring(0, 1).toUpperCase(Locale.ROOT) + statement.substring(1) + ".";
    }

    /** Returns a statement in the manner with the given number, modulo the number of manners. */
    static String phrase(String statement, int manner) {
        String capital = statement.substring(0, 1).toUpperCase(Locale.ROOT) + statement.substring(1);
        return MANNERS.get(Math.floorMod(manner, MANNERS.size()))
                .replace("%S", capital)
                .replace("%s", statement);
    }

    /** Returns the words of the list. */
    static List<String> words() {
        return WORDS;
    }

    /** Returns whether {@code answer} has a word of this sample's list. */
    public static boolean isIn(String answer) {
        return PATTERN.matcher(answer).find();
    }
}
