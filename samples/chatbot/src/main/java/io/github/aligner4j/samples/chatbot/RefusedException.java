// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import org.springframework.http.HttpStatus;

/** Thrown when a request is refused; the message gives the reason and is shown to the client. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    RefusedException(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    /** Returns the status of the response. */
    HttpStatus status() {
        return status;
    }
}
