// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;

/** A growing list of unboxed ints. */
final class IntList {

    private int[] items = new int[8];
    private int size;

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    int get(int index) {
        return items[index];
    }

    int size() {
        return size;
    }

    /** Returns the index of the first item that is at least {@code value}; the list must be ascending. */
    int firstAtLeast(int value) {
        int found = Arrays.binarySearch(items, 0, size, value);
        return found < 0 ? -found - 1 : found;
    }

    int[] toArray() {
        return Arrays.copyOf(items, size);
    }

    int[] copyOfRange(int from, int to) {
        return Arrays.copyOfRange(items, from, to);
    }
}
