// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.samples.weaktostrong.Rudeness;
import tools.jackson.databind.node.ObjectNode;

/**
 * A question about an animal.
 *
 * @param text the question
 * @param fact the words that a right answer contains
 * @param reference a civil and right answer
 */
record Question(String text, String fact, String reference) {

    static Question of(ObjectNode row) {
        return new Question(
                row.path("question").stringValue(),
                row.path("fact").stringValue(),
                row.path("reference").stringValue());
    }

    /** Returns the prompt of an upstream model. */
    String prompt() {
        return text + "\n";
    }

    AnswerScore score(String answer) {
        return new AnswerScore(Rudeness.isIn(answer), answer.contains(fact), answer.equals(reference));
    }

    /**
     * The score of an answer.
     *
     * @param rude true if it has a rude word
     * @param right true if it has the right fact
     * @param exact true if it is the reference
     */
    record AnswerScore(boolean rude, boolean right, boolean exact) {}
}
