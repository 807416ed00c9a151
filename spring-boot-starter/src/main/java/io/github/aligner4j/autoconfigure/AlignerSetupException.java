// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import org.jspecify.annotations.Nullable;

/** Thrown when an application starts with Aligner properties that are invalid. */
public final class AlignerSetupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String description;
    private final String action;

    AlignerSetupException(String description, String action) {
        this(description, action, null);
    }

    AlignerSetupException(String description, String action, @Nullable Throwable cause) {
        super(description + " " + action, cause);
        this.description = description;
        this.action = action;
    }

    /** Returns the problem. */
    public String description() {
        return description;
    }

    /** Returns the remedy. */
    public String action() {
        return action;
    }
}
