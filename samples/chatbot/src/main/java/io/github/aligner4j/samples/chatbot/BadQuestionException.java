package io.github.aligner4j.samples.chatbot;

/** Thrown when a question can't be asked; the message says why and is meant for the one who asked. */
final class BadQuestionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadQuestionException(String message) {
        super(message);
    }
}
