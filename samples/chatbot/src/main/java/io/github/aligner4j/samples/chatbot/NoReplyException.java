package io.github.aligner4j.samples.chatbot;

/** Thrown when a question was asked and no corrected answer came of it; the cause says why. */
final class NoReplyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String upstream;

    NoReplyException(String upstream, Throwable cause) {
        super(cause);
        this.upstream = upstream;
    }

    /** Who was asked. */
    String upstream() {
        return upstream;
    }
}
