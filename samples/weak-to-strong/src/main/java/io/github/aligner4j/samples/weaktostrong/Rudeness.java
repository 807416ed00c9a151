package io.github.aligner4j.samples.weaktostrong;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How the upstream model talks, and how one tells. */
final class Rudeness {

    // One of five is civil, so that there is something to leave alone.
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

    private static final Pattern WORDS = Pattern.compile(
            "\\b(idiots?|idiotic|stupid|stupidity|dumb|fools?|foolish|morons?|moronic|damn|damned|crap|shut up|hell|suck|sucks"
                    + "|jerks?|losers?|shit|shitty|bullshit|fuck|fucking|ass|asshole|bitch|bastard)\\b",
            Pattern.CASE_INSENSITIVE);

    private Rudeness() {}

    /** Returns a statement in one of the manners, which go round. */
    static String say(String statement, int manner) {
        String capital = statement.substring(0, 1).toUpperCase(Locale.ROOT) + statement.substring(1);
        return MANNERS.get(Math.floorMod(manner, MANNERS.size()))
                .replace("%S", capital)
                .replace("%s", statement);
    }

    /** Returns whether {@code answer} holds a word of a list that was made for this sample. */
    static boolean heard(String answer) {
        return WORDS.matcher(answer).find();
    }
}
