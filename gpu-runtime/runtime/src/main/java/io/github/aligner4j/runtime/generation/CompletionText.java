// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.util.List;

/** The text of one completion: decoded token by token, cut at stop strings, released in whole characters. */
final class CompletionText {

    private final StreamingDecoder decoder;
    private final StopStringMatcher stops;
    private final StringBuilder text = new StringBuilder();

    CompletionText(PromptTokenizer tokenizer, List<String> stop) {
        this.decoder = new StreamingDecoder(tokenizer);
        this.stops = new StopStringMatcher(stop);
    }

    /** Appends a token and returns the text that has become final. */
    String append(int token) {
        return keep(stops.append(decoder.append(token)));
    }

    /**
     * Returns the text still held back, at the end of the completion.
     *
     * @param insideCharacter true if the last character is incomplete; it is left out then
     */
    String finish(boolean insideCharacter) {
        return keep(stops.append(insideCharacter ? decoder.flushWhole() : decoder.flush()) + stops.flush());
    }

    /** Returns whether a stop string ended the text. */
    boolean stopped() {
        return stops.stopped();
    }

    /** Returns all text released so far. */
    @Override
    public String toString() {
        return text.toString();
    }

    private String keep(String released) {
        text.append(released);
        return released;
    }
}
