// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.insertion;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Restores the natural writing of texts from corpora in lower case with white space around punctuation ("dude , they don 't"). Leaves
 * what can't be restored safely, such as hyphens and names.
 */
final class NaturalWriting {

    private static final List<Rule> SPACING = List.of(
            new Rule("\\s+", " "),
            new Rule("(?i)(?<=\\w) (?=n['\u2019]t\\b)|(?<=n) (?=['\u2019]t\\b)", ""),
            new Rule("(?i)(?<=\\w) (?=['\u2019](?:s|m|re|ve|ll|d)\\b)", ""),
            new Rule("(?i)\\b(y) (?='all\\b)|\\b(o) (?='clock\\b)", "$1$2"),
            new Rule("(^| )' ([^' ][^']*) '(?= |$)", "$1'$2'"),
            new Rule("(?<=s|in) '(?= [^']*$)", "'"),
            new Rule("(^| )\\* ([^*]{3,}) \\*(?= |$)", "$1*$2*"),
            new Rule("(^| )([:;=]) ?(-?) ?([)(])(?= |$)", "$1$2$3$4"),
            new Rule("< 3(?!\\d)", "<3"),
            new Rule("(?<= )- -(?= |$)", "--"),
            new Rule("(?<=\\S) +(?=[,!?%\\]])", ""),
            new Rule("(?<=\\S) +(?=[.;:](?![\\w)(=-]))", ""),
            new Rule("(?<=[^\\s:;=-]) +(?=\\))", ""),
            new Rule("(?<=[^:;=-][(\\[]|^[(\\[]) +", ""),
            new Rule("(?<=(?:^| )[$#@]) (?=\\w)", ""));
    private static final Pattern FIRST = Pattern.compile("^[\"'(*\\s-]*\\p{Ll}");
    private static final Pattern NEXT_SENTENCE =
            Pattern.compile("(?<=[!?]|[^.][.])(?<!\\b(?i:\\w|mr|mrs|ms|dr|vs|st|etc|no|jr)[.]) \\p{Ll}");
    private static final Pattern LONE_I =
            Pattern.compile("(?<![\\w'\u2019*.-])i(?=$|[\\s,!?;:)\"]|['\u2019](?:m|ve|ll|d|s|ma)\\b|\\.(?!\\w))");

    private NaturalWriting() {}

    private record Rule(Pattern pattern, String replacement) {

        Rule(String pattern, String replacement) {
            this(Pattern.compile(pattern), replacement);
        }
    }

    /** Returns a text of one line in natural writing. Adds no final punctuation. */
    static String of(String text) {
        String written = quotes(text.strip());
        for (Rule rule : SPACING) {
            written = rule.pattern().matcher(written).replaceAll(rule.replacement());
        }
        written = LONE_I.matcher(written.strip()).replaceAll("I");
        return upperCase(NEXT_SENTENCE, upperCase(FIRST, written));
    }

    private static String upperCase(Pattern pattern, String text) {
        return pattern.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(match.group().toUpperCase(Locale.ROOT)));
    }

    /** Removes the space inside quotation marks, if they come in pairs. */
    private static String quotes(String text) {
        String[] parts = text.split("\"", -1);
        if (parts.length % 2 == 0) {
            return text;
        }
        for (int i = 1; i < parts.length; i += 2) {
            parts[i] = parts[i].strip();
        }
        return String.join("\"", parts);
    }
}
