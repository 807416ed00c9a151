// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chat;

import io.github.aligner4j.answer.ThinkingSplitter;
import io.github.aligner4j.completion.CompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * The text of a reply on its way to the listener: without thinking, and never half a surrogate pair, which some providers split
 * between two chunks. For one thread.
 */
final class ReplyText {

    private final CompletionListener listener;
    private final ThinkingSplitter splitter = new ThinkingSplitter();
    private final StringBuilder text = new StringBuilder();
    private String half = "";
    private boolean streamed;
    private @Nullable Throwable listenerFailure;

    ReplyText(CompletionListener listener) {
        this.listener = listener;
    }

    /** Appends the next chunk of the reply. */
    void append(String chunk) {
        streamed = true;
        String answer = half + splitter.append(chunk);
        boolean split = !answer.isEmpty() && Character.isHighSurrogate(answer.charAt(answer.length() - 1));
        half = split ? answer.substring(answer.length() - 1) : "";
        pass(split ? answer.substring(0, answer.length() - 1) : answer);
    }

    /** Ends the reply; {@code whole} is its text, used if no chunk of it came before. */
    void finish(String whole) {
        if (!streamed) {
            append(whole);
        }
        String rest = half + splitter.end();
        half = "";
        pass(rest);
    }

    /** Returns the text without thinking. */
    String text() {
        return text.toString();
    }

    /** Throws what the listener threw, if it did. */
    void throwListenerFailure() {
        if (listenerFailure instanceof Error error) {
            throw error;
        }
        if (listenerFailure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void pass(String chunk) {
        if (chunk.isEmpty()) {
            return;
        }
        text.append(chunk);
        try {
            listener.onText(chunk);
        } catch (RuntimeException | Error e) {
            listenerFailure = e;
            throw e;
        }
    }
}
