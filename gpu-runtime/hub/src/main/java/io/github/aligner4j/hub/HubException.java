// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

/** Thrown when a model can't be had from the hub; the message names it, the problem and the remedy, and holds no token. */
public sealed class HubException extends RuntimeException permits HubUnreachableException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the problem, the value, the limit and the remedy, in lower case without a full stop
     */
    public HubException(String message) {
        super(message);
    }

    /** Creates an exception with a cause. */
    public HubException(String message, Throwable cause) {
        super(message, cause);
    }
}
