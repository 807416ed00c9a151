package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.drafting.DraftTree;
import io.github.aligner4j.runtime.model.KeyValueCache;
import java.util.Arrays;

/** The way through a draft that the model takes. */
final class AcceptedPath {

    private final DraftTree draft;
    private final int[] path;
    private int length;

    AcceptedPath(DraftTree draft) {
        this.draft = draft;
        this.path = new int[draft.size()];
    }

    /** Returns the index of the last token on the way, -1 at its beginning. */
    int node() {
        return length == 0 ? -1 : path[length - 1];
    }

    /** Number of tokens on the way. */
    int length() {
        return length;
    }

    /** Goes on to {@code token} and returns its index; -1, without a step, if the draft does not have it here. */
    int follow(int token) {
        int child = draft.child(node(), token);
        if (child >= 0) {
            path[length++] = child;
        }
        return child;
    }

    /** Drops the tokens off the way from {@code cache}, where the draft begins at {@code start}. */
    void keepIn(KeyValueCache cache, int start) {
        if (node() == length - 1) {
            cache.truncate(start + length);
        } else {
            cache.keep(start, Arrays.stream(path, 0, length).map(i -> start + i).toArray());
        }
    }
}
