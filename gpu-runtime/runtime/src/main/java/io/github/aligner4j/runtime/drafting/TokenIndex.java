// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.HashMap;
import java.util.Map;

/** A growing text with the positions of each of its tokens. */
final class TokenIndex {

    /** The value of {@link #token} behind the end; no token has this id. */
    static final int NO_TOKEN = -1;

    private static final IntList NO_POSITIONS = new IntList();

    private final IntList tokens = new IntList();
    private final Map<Integer, IntList> positions = new HashMap<>();

    void append(int token) {
        positions.computeIfAbsent(token, id -> new IntList()).add(tokens.size());
        tokens.add(token);
    }

    void appendAll(int[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            append(text[i]);
        }
    }

    int size() {
        return tokens.size();
    }

    int token(int position) {
        return position < tokens.size() ? tokens.get(position) : NO_TOKEN;
    }

    /** Returns the positions of a token, ascending. */
    IntList positions(int token) {
        return positions.getOrDefault(token, NO_POSITIONS);
    }
}
