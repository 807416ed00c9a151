// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.util.Arrays;

/** A growing list of unboxed longs. */
final class LongList {

    private long[] values = new long[64];
    private int length;

    int length() {
        return length;
    }

    void add(long value) {
        if (length == values.length) {
            values = Arrays.copyOf(values, 2 * length);
        }
        values[length++] = value;
    }

    /** Replaces the last value; there must be one. */
    void setLast(long value) {
        values[length - 1] = value;
    }

    long[] toArray() {
        return Arrays.copyOf(values, length);
    }
}
