// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

/** Thrown for a row that can't be used. The message says what is wrong, and never repeats the row's texts. */
public final class BadRowException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with the problem as its message. */
    public BadRowException(String problem) {
        super(problem);
    }

    /** Returns what is wrong. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
