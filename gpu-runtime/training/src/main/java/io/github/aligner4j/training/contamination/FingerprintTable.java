// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.contamination;

/**
 * A hash table of fingerprints, each with the numbers of the first two different rows in which it was found. Takes 16 bytes for
 * each place, and at most two thirds of the places are used.
 */
final class FingerprintTable {

    /** The number of no row. */
    static final int NONE = 0;

    private static final int MIN_CAPACITY = 1 << 10;

    private long[] keys = new long[MIN_CAPACITY];
    private int[] first = new int[MIN_CAPACITY];
    private int[] second = new int[MIN_CAPACITY];
    private int size;

    /** Adds a fingerprint that is looked for. */
    void add(long fingerprint) {
        if (size * 3L > keys.length * 2L) {
            grow();
        }
        int place = place(nonZero(fingerprint));
        if (keys[place] == 0) {
            keys[place] = nonZero(fingerprint);
            size++;
        }
    }

    /** Notes that {@code row} has a fingerprint; returns true if it is one of the first two rows with it. */
    boolean found(long fingerprint, int row) {
        int place = place(nonZero(fingerprint));
        if (keys[place] == 0 || first[place] == row) {
            return false;
        }
        if (first[place] == NONE) {
            first[place] = row;
            return true;
        }
        if (second[place] == NONE) {
            second[place] = row;
            return true;
        }
        return false;
    }

    /** Returns the first row other than {@code row} with a fingerprint, or {@link #NONE}. */
    int other(long fingerprint, int row) {
        int place = place(nonZero(fingerprint));
        return first[place] == row ? second[place] : first[place];
    }

    private int place(long key) {
        int mask = keys.length - 1;
        int place = (int) key & mask;
        while (keys[place] != 0 && keys[place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] before = keys;
        keys = new long[Math.multiplyExact(before.length, 2)];
        first = new int[keys.length];
        second = new int[keys.length];
        for (long key : before) {
            if (key != 0) {
                keys[place(key)] = key;
            }
        }
    }

    /** Zero stands for an empty place. */
    private static long nonZero(long fingerprint) {
        return fingerprint == 0 ? 1 : fingerprint;
    }
}
