// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import java.util.Arrays;

/** A growing list of token ids. */
final class TokenBuffer {

    private int[] ids;
    private int length;

    TokenBuffer(int[] ids) {
        this.ids = ids.clone();
        this.length = ids.length;
    }

    int length() {
        return length;
    }

    void add(int id) {
        if (length == ids.length) {
            ids = Arrays.copyOf(ids, 2 * length + 16);
        }
        ids[length++] = id;
    }

    /** Returns the last token; there must be one. */
    int last() {
        return ids[length - 1];
    }

    int[] copy(int from, int to) {
        return Arrays.copyOfRange(ids, from, to);
    }
}
