package io.github.aligner4j.samples.chatbot;

/**
 * A valid question of a user.
 *
 * @param message the text, not blank and not longer than {@value #MAX_LENGTH} characters
 * @param chain the name of the chain that corrects the answer
 */
record Question(String message, String chain) {

    static final int MAX_LENGTH = 2000;

    Question {
        if (message.isBlank()) {
            throw new BadQuestionException("message must not be blank: say something");
        }
        if (message.length() > MAX_LENGTH) {
            throw new BadQuestionException("message must have at most " + MAX_LENGTH + " characters, but has "
                    + message.length() + ": ask something shorter");
        }
    }
}
