// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.util.List;

/** Makes replies for tests. */
final class Replies {

    private Replies() {}

    /** Returns a reply whose id is its question. */
    static Reply reply(String question, String original, String answer) {
        return new Reply(
                question, question, original, answer, "default", "a-model", true, List.of(), List.of(), List.of());
    }
}
