// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.answer.StreamingPolicy;

/**
 * A valid question of a user.
 *
 * @param message the text, not blank and not longer than {@value #MAX_LENGTH} characters
 * @param chain the name of the chain that corrects the answer
 * @param model the model that answers
 * @param aligned true if the answer is corrected
 * @param streaming the time at which a streamed answer is corrected
 */
record Question(String message, String chain, UpstreamModel model, boolean aligned, StreamingPolicy streaming) {

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
