// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

/**
 * A token of a template.
 *
 * @param text the text between tags, the value of a string, or the source of anything else
 * @param line line in the template, counted from 1
 * @param column column in the line, counted from 1
 */
record Token(TokenType type, String text, int line, int column) {

    boolean is(TokenType type, String text) {
        return this.type == type && this.text.equals(text);
    }

    boolean isName(String name) {
        return is(TokenType.NAME, name);
    }

    boolean isOperator(String operator) {
        return is(TokenType.OPERATOR, operator);
    }

    String position() {
        return "line " + line + ", column " + column;
    }

    String description() {
        return switch (type) {
            case END -> "the end of the template";
            case TEXT -> "text";
            case STRING -> "a string";
            default -> "'" + text + "'";
        };
    }
}
