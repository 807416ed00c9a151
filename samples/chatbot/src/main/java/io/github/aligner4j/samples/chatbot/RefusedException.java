package io.github.aligner4j.samples.chatbot;

import org.springframework.http.HttpStatus;

/** Thrown when a request is not looked at any further; the message says why and is meant for the one who sent it. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    RefusedException(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    /** The status to answer with. */
    HttpStatus status() {
        return status;
    }
}
