// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.Arrays;

/** A set of features, hashed to 20 bits each and normalized to length 1: the input of a {@link LogisticRegression}. Immutable. */
public final class HashedFeatures {

    static final int BUCKETS = 1 << 20;

    private static final int FNV_BASIS = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private final int[] buckets;
    private final double weight;

    private HashedFeatures(int[] buckets) {
        this.buckets = buckets;
        this.weight = 1 / Math.sqrt(buckets.length);
    }

    /** Returns the distinct hashes in ascending order; must not be modified. */
    int[] buckets() {
        return buckets;
    }

    /** Returns the weight of each feature. */
    double weight() {
        return weight;
    }

    /** Collects features. */
    public static final class Builder {

        private int[] values = new int[64];
        private int size;

        /**
         * Adds a feature.
         *
         * @param kind the kind of the feature, part of its hash
         */
        public Builder add(char kind, String text) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size] = bucket(kind, text);
            size++;
            return this;
        }

        /**
         * Adds the character n-grams of a word, padded with a space on both sides.
         *
         * @param min the lowest order
         * @param max the highest order
         */
        public Builder addNgrams(char kind, String word, int min, int max) {
            String padded = " " + word + " ";
            for (int length = min; length <= max; length++) {
                for (int start = 0; start + length <= padded.length(); start++) {
                    add(kind, padded.substring(start, start + length));
                }
            }
            return this;
        }

        /** Returns the distinct features. */
        public HashedFeatures build() {
            return new HashedFeatures(
                    Arrays.stream(values, 0, size).sorted().distinct().toArray());
        }

        /** The hash FNV-1a (Fowler, Noll, Vo), its high bits folded in. */
        private static int bucket(char kind, String text) {
            int hash = (FNV_BASIS ^ kind) * FNV_PRIME;
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * FNV_PRIME;
            }
            return (hash ^ (hash >>> 20)) & (BUCKETS - 1);
        }
    }
}
