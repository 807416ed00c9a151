// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a template into tokens, as Jinja with {@code trim_blocks} and {@code lstrip_blocks} does. */
final class Lexer {

    private static final Pattern RAW = spaced("\\{%[-+]?\\s*+raw\\s*+(-%}\\s*+|%})");
    private static final Pattern END_RAW = spaced("\\{%([-+]?)\\s*+endraw\\s*+(\\+%}|-%}\\s*+|%}\\n?)");
    private static final Pattern END_BLOCK = spaced("\\+%}|-%}\\s*+|%}\\n?");
    private static final Pattern END_VARIABLE = spaced("-}}\\s*+|}}");
    private static final Pattern END_COMMENT = spaced("\\+#}|-#}\\s*+|#}\\n?");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*+");
    private static final Pattern NUMBER = Pattern.compile(
            "0[xX][0-9a-fA-F]++|0[oO][0-7]++|0[bB][01]++|(\\d[\\d_]*+)(\\.\\d[\\d_]*+)?([eE][+-]?\\d++)?");
    private static final Pattern OPERATOR = Pattern.compile("\\*\\*|//|==|!=|>=|<=|[-+/*%~\\[\\](){}><=.:|,;]");
    private static final String OPENING = "([{";
    private static final String CLOSING = ")]}";

    private final String source;
    private final LineIndex lines;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    /** Returns a pattern in which {@code \s} is Unicode's white space, as in Python's. */
    private static Pattern spaced(String regex) {
        return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
    }

    private Lexer(String source) {
        this.source = source;
        this.lines = new LineIndex(source);
    }

    /** Returns the tokens of {@code source}; the last is of type END. */
    static List<Token> tokens(String source) {
        String lines = source.replace("\r\n", "\n").replace('\r', '\n');
        Lexer lexer = new Lexer(lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines);
        lexer.readTemplate();
        return lexer.tokens;
    }

    private void readTemplate() {
        while (position < source.length()) {
            int tag = nextTag();
            if (tag < 0) {
                add(TokenType.TEXT, source.substring(position), position);
                position = source.length();
            } else {
                readTag(tag);
            }
        }
        add(TokenType.END, "", source.length());
    }

    private int nextTag() {
        for (int at = source.indexOf('{', position); at >= 0; at = source.indexOf('{', at + 1)) {
            if (at + 1 < source.length() && "%{#".indexOf(source.charAt(at + 1)) >= 0) {
                return at;
            }
        }
        return -1;
    }

    private void readTag(int tag) {
        char kind = source.charAt(tag + 1);
        char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
        addText(tag, sign, kind != '{');
        Matcher raw = at(RAW, tag);
        if (raw.lookingAt()) {
            readRaw(raw.end());
            return;
        }
        int start = sign == '-' || sign == '+' ? tag + 3 : tag + 2;
        if (kind == '#') {
            position = endOf(END_COMMENT, start, tag, "comment");
        } else if (kind == '%') {
            add(TokenType.BLOCK_BEGIN, "{%", tag);
            position = start;
            readInside(END_BLOCK, TokenType.BLOCK_END, "%}", tag);
        } else {
            add(TokenType.VARIABLE_BEGIN, "{{", tag);
            position = start;
            readInside(END_VARIABLE, TokenType.VARIABLE_END, "}}", tag);
        }
    }

    private void readRaw(int start) {
        Matcher end = at(END_RAW, start);
        if (!end.find()) {
            throw JinjaException.at(token(TokenType.TEXT, "", start), "tag 'raw' has no 'endraw'");
        }
        position = start;
        String sign = end.group(1);
        addText(end.start(), sign.isEmpty() ? ' ' : sign.charAt(0), true);
        position = end.end();
    }

    /** Adds the text before a tag, without the white space that the tag strips. */
    private void addText(int tag, char sign, boolean stripsLine) {
        String text = source.substring(position, tag);
        if (sign == '-') {
            text = text.substring(0, Spaces.end(text));
        } else if (sign != '+' && stripsLine) {
            int lineStart = text.lastIndexOf('\n') + 1;
            boolean atLineStart = lineStart > 0 || position == 0 || source.charAt(position - 1) == '\n';
            if (atLineStart && Spaces.isBlank(text.substring(lineStart))) {
                text = text.substring(0, lineStart);
            }
        }
        if (!text.isEmpty()) {
            add(TokenType.TEXT, text, position);
        }
    }

    private int endOf(Pattern pattern, int start, int tag, String what) {
        Matcher end = at(pattern, start);
        if (!end.find()) {
            throw JinjaException.at(token(TokenType.TEXT, "", tag), what + " has no end");
        }
        return end.end();
    }

    private void readInside(Pattern ending, TokenType endType, String endText, int tag) {
        Deque<Character> open = new ArrayDeque<>();
        while (true) {
            position = Spaces.skip(source, position);
            if (position >= source.length()) {
                throw JinjaException.at(token(TokenType.TEXT, "", tag), "tag has no end '" + endText + "'");
            }
            Matcher end = at(ending, position);
            if (open.isEmpty() && end.lookingAt()) {
                add(endType, endText, position);
                position = end.end();
                return;
            }
            readToken(open);
        }
    }

    private void readToken(Deque<Character> open) {
        char first = source.charAt(position);
        if (first == '\'' || first == '"') {
            StringLiteral literal = StringLiteral.read(source, position, token(TokenType.STRING, "", position));
            add(TokenType.STRING, literal.value(), position);
            position = literal.end();
        } else if (first >= '0' && first <= '9') {
            addNumber();
        } else if (!addMatch(NAME, TokenType.NAME)) {
            if (!addMatch(OPERATOR, TokenType.OPERATOR)) {
                throw JinjaException.at(token(TokenType.TEXT, "", position), "unexpected character '" + first + "'");
            }
            balance(tokens.get(tokens.size() - 1), open);
        }
    }

    private void addNumber() {
        Matcher number = at(NUMBER, position);
        if (!number.lookingAt()) {
            throw JinjaException.at(token(TokenType.TEXT, "", position), "number can't be read");
        }
        boolean real = number.group(2) != null || number.group(3) != null;
        add(real ? TokenType.FLOAT : TokenType.INTEGER, number.group().replace("_", ""), position);
        position = number.end();
    }

    private boolean addMatch(Pattern pattern, TokenType type) {
        Matcher match = at(pattern, position);
        if (!match.lookingAt()) {
            return false;
        }
        add(type, match.group(), position);
        position = match.end();
        return true;
    }

    private static void balance(Token operator, Deque<Character> open) {
        char character = operator.text().charAt(0);
        if (OPENING.indexOf(character) >= 0) {
            open.push(character);
        } else if (CLOSING.indexOf(character) >= 0) {
            char opening = OPENING.charAt(CLOSING.indexOf(character));
            if (open.isEmpty() || open.pop() != opening) {
                throw JinjaException.at(operator, "'" + character + "' closes nothing");
            }
        }
    }

    private Matcher at(Pattern pattern, int start) {
        return pattern.matcher(source).region(start, source.length());
    }

    private void add(TokenType type, String text, int offset) {
        tokens.add(token(type, text, offset));
    }

    private Token token(TokenType type, String text, int offset) {
        return new Token(type, text, lines.line(offset), lines.column(offset));
    }
}
