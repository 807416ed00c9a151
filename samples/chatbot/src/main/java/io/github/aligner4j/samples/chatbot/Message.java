// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.answer.StreamingPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A question as it is sent: the body of a POST, or the parameters of a GET. Only {@code message} is required.
 *
 * @param message the text
 * @param chain the name of the chain; {@code default} if absent
 * @param model the name of the upstream model; the first one if absent
 * @param conversation the id of the conversation; the latest one if absent
 * @param aligner {@code on} or {@code off}; on if absent
 * @param streaming {@code whole} or {@code sentence}; whole if absent
 */
record Message(
        @Nullable String message,
        @Nullable String chain,
        @Nullable String model,
        @Nullable String conversation,
        @Nullable String aligner,
        @Nullable String streaming) {

    /** Returns true unless the Aligner is off. */
    boolean aligned() {
        return choice("aligner", aligner, "on", "off");
    }

    /** Returns the time at which the answer is corrected. */
    StreamingPolicy streamingPolicy() {
        return choice("streaming", streaming, "whole", "sentence") ? StreamingPolicy.WHOLE : StreamingPolicy.SENTENCE;
    }

    /** Returns true for the first value, which is the default, and false for the second one. */
    private static boolean choice(String name, @Nullable String value, String first, String second) {
        if (value == null || value.isBlank() || value.equals(first)) {
            return true;
        }
        if (value.equals(second)) {
            return false;
        }
        throw new BadQuestionException(name + " must be '" + first + "' or '" + second + "', but was "
                + (value.length() > 20 ? value.length() + " characters long" : "'" + value + "'"));
    }
}
