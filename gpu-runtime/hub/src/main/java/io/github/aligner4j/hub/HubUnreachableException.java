// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

/** Thrown when the hub can't be reached, or is out of order, and several attempts failed; a later one may succeed. */
public final class HubUnreachableException extends HubException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a cause. */
    public HubUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
