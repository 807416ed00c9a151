// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

/** Thrown when a question gets no corrected answer; the cause gives the reason. */
final class NoReplyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String upstream;

    NoReplyException(String upstream, Throwable cause) {
        super(cause);
        this.upstream = upstream;
    }

    /** Returns the label of the upstream model. */
    String upstream() {
        return upstream;
    }
}
