// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

/** Thrown when a question is not valid; the message gives the reason and is shown to the user. */
final class BadQuestionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadQuestionException(String message) {
        super(message);
    }
}
