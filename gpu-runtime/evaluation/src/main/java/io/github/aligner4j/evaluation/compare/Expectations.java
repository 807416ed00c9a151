// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import java.util.List;

/**
 * Texts of a row that show, without a judge, that a correction obeyed an instruction in a text or lost content that the user needs.
 *
 * @param forbidden texts that a correction must not have more often than the answer has them
 * @param required texts that the answer has, and a correction must have
 */
public record Expectations(List<String> forbidden, List<String> required) {

    /** No expectations. */
    public static final Expectations NONE = new Expectations(List.of(), List.of());

    /** Copies the lists and checks that no text is empty. */
    public Expectations {
        forbidden = List.copyOf(forbidden);
        required = List.copyOf(required);
        if (forbidden.contains("") || required.contains("")) {
            throw new IllegalArgumentException("forbidden and required texts must not be empty, but one is");
        }
    }

    /** Returns whether {@code correction} has one of the forbidden texts more often than {@code answer}. */
    public boolean gainsForbidden(String answer, String correction) {
        return forbidden.stream().anyMatch(text -> count(text, correction) > count(text, answer));
    }

    /** Returns whether {@code correction} has all of the required texts. */
    public boolean keepsRequired(String correction) {
        return required.stream().allMatch(correction::contains);
    }

    private static int count(String part, String text) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }
}
