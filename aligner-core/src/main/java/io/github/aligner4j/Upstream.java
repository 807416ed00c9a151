// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

/**
 * The upstream model of one call, for a layer that has it answer again ({@link FailurePolicy.Reprompt}). Adapters of frameworks
 * implement it; used by one thread.
 */
@Incubating
@FunctionalInterface
public interface Upstream {

    /**
     * Asks the upstream model again: with the conversation of the call, its last answer, and {@code message} as the next message of
     * the user.
     *
     * @param message the message that says what was wrong, such as "Answer without insults."
     * @return the new answer, without thinking
     * @throws AlignerException if the model gave no answer in text that can be corrected, such as one with tool calls
     * @throws CorrectionCancelledException if the call was cancelled
     */
    String reprompt(String message);

    /**
     * Returns the Aligner that corrects new answers in place of {@code aligner}, a layer's. By default it is the same; one that
     * knows the form of answers keeps the structure of those that are JSON.
     */
    default Aligner forNewAnswer(Aligner aligner) {
        return aligner;
    }
}
