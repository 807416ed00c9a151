package io.github.aligner4j.evaluation.style;

import java.util.Arrays;

/**
 * A set of features, each hashed to a number below 2^20, and weighted so that all together have length 1: what a
 * {@link LogisticRegression} sees of a text or a word. Immutable.
 */
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

    /** Returns the hashes, ascending and without repetition; not to be changed. */
    int[] buckets() {
        return buckets;
    }

    /** Returns the weight of each of them. */
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
         * @param kind tells features of the same text apart
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
         * Adds the runs of characters that a word has, with a blank around it.
         *
         * @param shortest the fewest characters of a run
         * @param longest the most
         */
        public Builder addRuns(char kind, String word, int shortest, int longest) {
            String padded = " " + word + " ";
            for (int length = shortest; length <= longest; length++) {
                for (int start = 0; start + length <= padded.length(); start++) {
                    add(kind, padded.substring(start, start + length));
                }
            }
            return this;
        }

        /** Returns what was added, each once. */
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
