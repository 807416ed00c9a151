// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.drafting.DraftTree;
import io.github.aligner4j.runtime.model.KeyValueCache;
import java.util.Arrays;

/** The path through a draft tree that the model accepts. */
final class AcceptedPath {

    private final DraftTree draft;
    private final int[] path;
    private int length;

    AcceptedPath(DraftTree draft) {
        this.draft = draft;
        this.path = new int[draft.size()];
    }

    /** Returns the index of the last node of the path, -1 at its beginning. */
    int node() {
        return length == 0 ? -1 : path[length - 1];
    }

    /** Returns the number of nodes of the path. */
    int length() {
        return length;
    }

    /** Extends the path to {@code token} and returns its node; returns -1 without a change if the draft lacks it there. */
    int follow(int token) {
        int child = draft.child(node(), token);
        if (child >= 0) {
            path[length++] = child;
        }
        return child;
    }

    /** Drops all other nodes from {@code cache}, where the draft begins at {@code start}. */
    void keepIn(KeyValueCache cache, int start) {
        if (node() == length - 1) {
            cache.truncate(start + length);
        } else {
            cache.keep(start, Arrays.stream(path, 0, length).map(i -> start + i).toArray());
        }
    }
}
