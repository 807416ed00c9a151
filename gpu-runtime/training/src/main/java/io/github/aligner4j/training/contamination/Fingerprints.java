// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.contamination;

import java.util.List;

/** Hashes of 64 bits of words and of runs of them. */
final class Fingerprints {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long BASE = 0x9e3779b97f4a7c15L;

    private Fingerprints() {}

    /** Returns the hashes of all runs of {@code length} words, in order; none if there are fewer words. */
    static long[] ofRuns(List<String> words, int length) {
        if (words.size() < length) {
            return new long[0];
        }
        long[] hashes = words.stream().mapToLong(Fingerprints::ofWord).toArray();
        long leaving = 1;
        for (int i = 1; i < length; i++) {
            leaving *= BASE;
        }
        long[] runs = new long[hashes.length - length + 1];
        long rolling = 0;
        for (int i = 0; i < hashes.length; i++) {
            if (i >= length) {
                rolling -= hashes[i - length] * leaving;
            }
            rolling = rolling * BASE + hashes[i];
            if (i >= length - 1) {
                runs[i - length + 1] = mixed(rolling);
            }
        }
        return runs;
    }

    /** Returns the hash of a whole text of a field, which differs from that of the same words in another field. */
    static long ofText(List<String> words, TextField field) {
        long hash = ofWord(field.id());
        for (String word : words) {
            hash = hash * BASE + ofWord(word);
        }
        return mixed(hash);
    }

    private static long ofWord(String word) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < word.length(); i++) {
            hash = (hash ^ word.charAt(i)) * FNV_PRIME;
        }
        return mixed(hash);
    }

    /** The finalizer of SplitMix64, which spreads every bit over all others. */
    private static long mixed(long value) {
        long bits = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        return bits ^ (bits >>> 31);
    }
}
