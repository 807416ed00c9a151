package io.github.aligner4j.civility.rows;

import io.github.aligner4j.evaluation.insertion.CodeBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression and the replacement of its matches. */
final class RewriteRule {

    private static final Pattern PART = Pattern.compile("\\\\(.)|\\$(\\d)|([^\\\\$]+)|(.)", Pattern.DOTALL);

    private final Pattern pattern;
    private final List<Piece> parts = new ArrayList<>();

    /** A part of a replacement. */
    @FunctionalInterface
    private interface Piece {

        void write(TidyText text, Matcher match);
    }

    /**
     * Parses a rule.
     *
     * @throws IllegalArgumentException if the expression or the replacement is malformed
     */
    RewriteRule(String regex, String replacement) {
        try {
            pattern = Pattern.compile(regex, Pattern.MULTILINE);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the regular expression is broken at character " + (e.getIndex() + 1) + ": " + e.getDescription(),
                    e);
        }
        if (regex.isEmpty() || pattern.matcher("").matches()) {
            throw new IllegalArgumentException(
                    "the regular expression matches the empty text, so it would match anywhere");
        }
        Matcher matcher = PART.matcher(replacement);
        while (matcher.find()) {
            parts.add(part(matcher));
        }
    }

    /** Returns {@code text} with all matches outside code replaced. */
    String apply(String text) {
        Matcher match = pattern.matcher(text);
        if (!match.find()) {
            return text;
        }
        CodeBlocks code = CodeBlocks.of(text);
        TidyText out = new TidyText();
        int done = 0;
        do {
            if (match.end() > match.start() && !code.touches(match.start(), match.end())) {
                out.keep(text.substring(done, match.start()));
                out.cut();
                parts.forEach(part -> part.write(out, match));
                done = match.end();
            }
        } while (match.find());
        out.keep(text.substring(done));
        return done == 0 ? text : out.text();
    }

    private Piece part(Matcher found) {
        if (found.group(1) != null) {
            return escape(found.group(1).charAt(0));
        }
        if (found.group(2) != null) {
            int group = Integer.parseInt(found.group(2));
            int groups = pattern.matcher("").groupCount();
            if (group > groups) {
                throw new IllegalArgumentException(
                        "the replacement uses $" + group + ", but the regular expression has " + groups + " groups");
            }
            return (out, match) -> out.put(match.group(group) == null ? "" : match.group(group));
        }
        if (found.group(4) != null) {
            throw new IllegalArgumentException("the replacement has a lone " + found.group(4) + "; write \\"
                    + found.group(4) + " for the character itself");
        }
        String literal = found.group(3);
        return (out, match) -> out.put(literal);
    }

    private static Piece escape(char escaped) {
        return switch (escaped) {
            case 'u' -> (out, match) -> out.upperCaseNext();
            case 'n' -> (out, match) -> out.put("\n");
            case '\\', '$' -> (out, match) -> out.put(String.valueOf(escaped));
            default ->
                throw new IllegalArgumentException(
                        "the replacement has \\" + escaped + ", but only \\u, \\n, \\\\ and \\$ are known");
        };
    }
}
