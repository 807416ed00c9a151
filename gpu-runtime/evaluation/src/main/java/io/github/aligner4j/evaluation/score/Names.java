// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs of capitalized words. The first word of a sentence, a heading, a list item or a table cell doesn't count, as it tells nothing,
 * unless it is an acronym. Texts in scripts without capital letters have no names in this sense.
 */
final class Names {

    private static final String WORD = "\\p{Lu}[\\p{L}\\p{M}\\p{Nd}]*+(?:[-'\u2019.&][\\p{L}\\p{M}\\p{Nd}]++)*+";
    private static final Pattern RUN =
            Pattern.compile("(?<![\\p{L}\\p{M}\\p{Nd}\uFFFC])" + WORD + "(?: " + WORD + ")*+");
    private static final Pattern POSSESSIVE = Pattern.compile("['\u2019]s$");
    private static final Pattern ACRONYM = Pattern.compile("\\p{Lu}[\\p{Lu}\\p{Nd}&.-]++");
    private static final Set<String> NO_NAMES =
            Set.of("I", "I'm", "I'd", "I'll", "I've", "I\u2019m", "I\u2019d", "I\u2019ll", "I\u2019ve", "OK");
    private static final String INNER = ",;-\u2013\u2014/";

    private Names() {}

    /** Returns the names of {@code text}, in order. */
    static List<String> of(String text) {
        List<String> names = new ArrayList<>();
        Matcher run = RUN.matcher(text);
        while (run.find()) {
            String name = run.group();
            if (beginsSentence(text, run.start())) {
                name = withoutFirst(name);
            }
            name = POSSESSIVE.matcher(name).replaceFirst("");
            if (!name.isEmpty() && !NO_NAMES.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private static String withoutFirst(String run) {
        int space = run.indexOf(' ');
        String first = space < 0 ? run : run.substring(0, space);
        if (ACRONYM.matcher(first).matches()) {
            return run;
        }
        return space < 0 ? "" : run.substring(space + 1);
    }

    /** Returns whether nothing on the line is before {@code start}, or something that is neither a word nor a comma. */
    private static boolean beginsSentence(String text, int start) {
        int at = start - 1;
        while (at >= 0 && text.charAt(at) == ' ') {
            at--;
        }
        if (at < 0) {
            return true;
        }
        char before = text.charAt(at);
        boolean inner = Character.isLetterOrDigit(before) || (INNER.indexOf(before) >= 0 && !beginsLine(text, at));
        return !inner;
    }

    private static boolean beginsLine(String text, int at) {
        int before = at - 1;
        while (before >= 0 && text.charAt(before) == ' ') {
            before--;
        }
        return before < 0 || text.charAt(before) == '\n';
    }
}
