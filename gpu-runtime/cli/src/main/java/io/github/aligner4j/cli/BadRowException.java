package io.github.aligner4j.cli;

import org.jspecify.annotations.Nullable;

/** Thrown for a line that is no row; the others can still be done. */
final class BadRowException extends Exception {

    private static final long serialVersionUID = 1L;

    BadRowException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
