// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import org.jspecify.annotations.Nullable;

/** Thrown when a template can't be parsed or rendered. Its message quotes the template's source, but no content. */
public final class JinjaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean placed;

    JinjaException(String message) {
        this(message, false, null);
    }

    private JinjaException(String message, boolean placed, @Nullable Throwable cause) {
        super(message, cause);
        this.placed = placed;
    }

    /** Returns an exception with {@code message} for the position of {@code token}. */
    static JinjaException at(Token token, String message) {
        return new JinjaException(message + " at " + token.position(), true, null);
    }

    /** Returns the exception for the position of a construct that this interpreter doesn't know. */
    static JinjaException unsupported(Token token, String construct) {
        return at(token, construct + " is not supported");
    }

    /** Returns this with the position of {@code token}, unless it has one. */
    JinjaException placedAt(Token token) {
        return placed ? this : new JinjaException(getMessage() + " at " + token.position(), true, this);
    }
}
