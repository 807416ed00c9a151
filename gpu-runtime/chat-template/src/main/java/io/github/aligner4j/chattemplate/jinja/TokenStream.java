// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.List;

/** The tokens of a template with a position. */
final class TokenStream {

    private final List<Token> tokens;
    private int next;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    boolean atOperator(String operator) {
        return peek().isOperator(operator);
    }

    boolean atName(String name) {
        return peek().isName(name);
    }

    /** Skips an operator; returns false if another token is next. */
    boolean skipOperator(String operator) {
        boolean there = atOperator(operator);
        if (there) {
            next();
        }
        return there;
    }

    /** Skips a name; returns false if another token is next. */
    boolean skipName(String name) {
        boolean there = atName(name);
        if (there) {
            next();
        }
        return there;
    }

    Token expectOperator(String operator) {
        if (!atOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
        return next();
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    Token expect(TokenType type, String expected) {
        if (peek().type() != type) {
            throw unexpected(expected);
        }
        return next();
    }

    JinjaException unexpected(String expected) {
        return JinjaException.at(peek(), "expected " + expected + ", but found " + peek().description());
    }
}
