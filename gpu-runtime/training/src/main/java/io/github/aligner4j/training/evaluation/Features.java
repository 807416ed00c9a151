package io.github.aligner4j.training.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * What a {@link LinearJudge} sees of a text: which runs of 2 to 5 characters its words have, and which words and pairs of
 * words it has, each hashed to a number below 2^20 and weighted so that all together have length 1.
 */
final class Features {

    static final int BUCKETS = 1 << 20;

    private static final int SHORTEST = 2;
    private static final int LONGEST = 5;
    private static final int FNV_BASIS = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private final int[] buckets;
    private final double weight;

    private Features(int[] buckets) {
        this.buckets = buckets;
        this.weight = 1 / Math.sqrt(buckets.length);
    }

    static Features of(String text) {
        List<String> words = PlainWords.of(text);
        IntCollector found = new IntCollector();
        String before = "";
        for (String word : words) {
            addRuns(" " + word + " ", found);
            found.add(bucket('w', word));
            found.add(bucket('p', before + " " + word));
            before = word;
        }
        found.add(bucket('p', before + " "));
        return new Features(Arrays.stream(found.values()).sorted().distinct().toArray());
    }

    /** Returns the hashes, ascending and without repetition; not to be changed. */
    int[] buckets() {
        return buckets;
    }

    /** Returns the weight of each of them. */
    double weight() {
        return weight;
    }

    private static void addRuns(String padded, IntCollector found) {
        for (int length = SHORTEST; length <= LONGEST; length++) {
            for (int start = 0; start + length <= padded.length(); start++) {
                found.add(bucket('c', padded.substring(start, start + length)));
            }
        }
    }

    /** The hash FNV-1a (Fowler, Noll, Vo), its high bits folded in. */
    private static int bucket(char kind, String text) {
        int hash = (FNV_BASIS ^ kind) * FNV_PRIME;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return (hash ^ (hash >>> 20)) & (BUCKETS - 1);
    }

    /** Numbers that are not boxed. */
    private static final class IntCollector {

        private int[] values = new int[256];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size] = value;
            size++;
        }

        int[] values() {
            return Arrays.copyOf(values, size);
        }
    }
}
