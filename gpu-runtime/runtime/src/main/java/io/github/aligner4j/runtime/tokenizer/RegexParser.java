// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.tokenizer.RegexNode.Repetition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses regular expressions in the subset of Oniguruma's syntax that {@link RegexSafety} can analyse. */
final class RegexParser {

    private static final int MAX_DEPTH = 40;
    private static final Set<String> GROUPS = Set.of("?:", "?=", "?!", "?>", "?<=", "?<!", "?i:", "?-i:", "?m:");
    private static final Pattern COUNT = Pattern.compile("\\{(\\d{0,4})(,?)(\\d{0,4})}");
    private static final Pattern NAME = Pattern.compile("\\{\\^?[\\w ]{1,60}}");
    private static final Pattern HEXADECIMAL = Pattern.compile("\\{[0-9A-Fa-f]{1,8}}|[0-9A-Fa-f]{2}");
    private static final String QUANTIFIERS = "*+?{";
    private static final String CONDITIONS = "bBAzZG";
    private static final String CHARACTERS = "dDwWsShHNOnrtfvae";

    private final String regex;
    private int position;
    private int depth;

    private RegexParser(String regex) {
        this.regex = regex;
    }

    /**
     * Parses {@code regex}.
     *
     * @throws IllegalArgumentException if something in it is not known; the message says what and where
     */
    static RegexNode parse(String regex) {
        RegexParser parser = new RegexParser(regex);
        RegexNode whole = parser.choice();
        if (parser.position < regex.length()) {
            throw parser.unclear("')' closes nothing");
        }
        return whole;
    }

    private RegexNode choice() {
        if (++depth > MAX_DEPTH) {
            throw unclear("groups are nested too deep");
        }
        List<RegexNode> branches = new ArrayList<>();
        do {
            branches.add(sequence());
        } while (skip('|'));
        depth--;
        return branches.size() == 1 ? branches.get(0) : new RegexNode.Choice(branches);
    }

    private RegexNode sequence() {
        List<RegexNode> parts = new ArrayList<>();
        while (position < regex.length() && !at('|') && !at(')')) {
            parts.add(quantified(atom()));
        }
        return parts.size() == 1 ? parts.get(0) : new RegexNode.Sequence(parts);
    }

    private RegexNode quantified(RegexNode atom) {
        if (position >= regex.length() || QUANTIFIERS.indexOf(regex.charAt(position)) < 0) {
            return atom;
        }
        RegexNode repeated = switch (regex.charAt(position)) {
            case '*' -> simple(atom, 0, Repetition.UNBOUNDED);
            case '+' -> simple(atom, 1, Repetition.UNBOUNDED);
            case '?' -> simple(atom, 0, 1);
            default -> counted(atom);
        };
        if (position < regex.length() && QUANTIFIERS.indexOf(regex.charAt(position)) >= 0) {
            throw unclear("a quantifier is quantified");
        }
        return repeated;
    }

    private RegexNode simple(RegexNode atom, int least, int most) {
        position++;
        RegexNode repetition = new Repetition(atom, least, most);
        if (skip('+')) {
            return new RegexNode.Atomic(repetition);
        }
        skip('?');
        return repetition;
    }

    private RegexNode counted(RegexNode atom) {
        Matcher count = COUNT.matcher(regex).region(position, regex.length());
        if (!count.lookingAt() || (count.group(1) + count.group(3)).isEmpty()) {
            throw unclear("'{' begins no count such as {1,3}; the character is written \\{");
        }
        position = count.end();
        int least = count.group(1).isEmpty() ? 0 : Integer.parseInt(count.group(1));
        int most = count.group(2).isEmpty()
                ? least
                : count.group(3).isEmpty() ? Repetition.UNBOUNDED : Integer.parseInt(count.group(3));
        if (most < least
                || least > RegexSafety.MAX_COUNT
                || (most != Repetition.UNBOUNDED && most > RegexSafety.MAX_COUNT)) {
            throw unclear("counts must be ascending and at most " + RegexSafety.MAX_COUNT);
        }
        return new Repetition(atom, least, most);
    }

    private RegexNode atom() {
        char c = regex.charAt(position);
        return switch (c) {
            case '(' -> group();
            case '[' -> characterClass();
            case '\\' -> escaped();
            case '*', '+', '?', '{' -> throw unclear("a quantifier has nothing before it");
            default -> {
                position += Character.charCount(regex.codePointAt(position));
                yield c == '^' || c == '$' ? condition() : new RegexNode.AnyCharacter();
            }
        };
    }

    private RegexNode group() {
        position++;
        String opening = at('?') ? opening() : "";
        position += opening.length();
        RegexNode body = choice();
        if (!skip(')')) {
            throw unclear("a group is not closed");
        }
        return switch (opening) {
            case "?=", "?!" -> new RegexNode.Condition(body);
            case "?<=", "?<!" -> lookBehind(body);
            case "?>" -> new RegexNode.Atomic(body);
            default -> body;
        };
    }

    private String opening() {
        return GROUPS.stream()
                .filter(group -> regex.startsWith(group, position))
                .findFirst()
                .orElseThrow(() -> unclear("a group begins with none of " + new TreeSet<>(GROUPS)));
    }

    private RegexNode lookBehind(RegexNode body) {
        if (body.unbounded()) {
            throw unclear("a look-behind must have a bounded length");
        }
        return new RegexNode.Condition(body);
    }

    /** Reads a class with the classes in it; whatever it holds, it matches one character. */
    private RegexNode characterClass() {
        int open = 0;
        while (position < regex.length()) {
            char c = regex.charAt(position++);
            if (c == '\\') {
                position++;
            } else if (c == '[') {
                open++;
                skip('^');
                if (at(']')) {
                    throw unclear("a class begins with ']'; the character is written \\]");
                }
            } else if (c == ']' && --open == 0) {
                return new RegexNode.AnyCharacter();
            }
        }
        throw unclear("a class is not closed");
    }

    private RegexNode escaped() {
        if (position + 1 >= regex.length()) {
            throw unclear("it ends in a backslash");
        }
        int c = regex.codePointAt(position + 1);
        position += 1 + Character.charCount(c);
        if (c == 'p' || c == 'P') {
            require(NAME, "\\p is followed by no name in braces");
        } else if (c == 'x') {
            require(HEXADECIMAL, "\\x is followed by no number");
        } else if (CONDITIONS.indexOf(c) >= 0) {
            return condition();
        } else if (CHARACTERS.indexOf(c) < 0 && Character.isLetterOrDigit(c)) {
            throw unclear("\\" + Character.toString(c) + " is not known");
        }
        return new RegexNode.AnyCharacter();
    }

    private void require(Pattern wanted, String problem) {
        Matcher matcher = wanted.matcher(regex).region(position, regex.length());
        if (!matcher.lookingAt()) {
            throw unclear(problem);
        }
        position = matcher.end();
    }

    private static RegexNode condition() {
        return new RegexNode.Condition(new RegexNode.AnyCharacter());
    }

    private boolean at(char c) {
        return position < regex.length() && regex.charAt(position) == c;
    }

    private boolean skip(char c) {
        boolean found = at(c);
        position += found ? 1 : 0;
        return found;
    }

    private IllegalArgumentException unclear(String why) {
        return new IllegalArgumentException("at character " + position + ", " + why);
    }
}
