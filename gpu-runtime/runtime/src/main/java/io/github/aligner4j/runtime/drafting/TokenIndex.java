package io.github.aligner4j.runtime.drafting;

import java.util.HashMap;
import java.util.Map;

/** A growing text with the places of each of its tokens. */
final class TokenIndex {

    /** What {@link #token} says behind the end; no token has this id. */
    static final int NO_TOKEN = -1;

    private static final IntList NOWHERE = new IntList();

    private final IntList tokens = new IntList();
    private final Map<Integer, IntList> places = new HashMap<>();

    void append(int token) {
        places.computeIfAbsent(token, id -> new IntList()).add(tokens.size());
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

    int token(int place) {
        return place < tokens.size() ? tokens.get(place) : NO_TOKEN;
    }

    /** The places of a token, ascending. */
    IntList places(int token) {
        return places.getOrDefault(token, NOWHERE);
    }
}
