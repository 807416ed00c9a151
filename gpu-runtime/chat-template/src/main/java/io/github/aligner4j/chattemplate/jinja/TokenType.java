// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

/** The type of a token of a template. */
enum TokenType {
    TEXT,
    BLOCK_BEGIN,
    BLOCK_END,
    VARIABLE_BEGIN,
    VARIABLE_END,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
}
