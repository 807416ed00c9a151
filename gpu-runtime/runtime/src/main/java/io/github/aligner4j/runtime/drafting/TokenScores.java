// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;

/** Sums of weights by token: an open-addressing hash table that is cleared and used again. */
final class TokenScores {

    private static final int FREE = -1;
    private static final int INITIAL_SLOTS = 256;

    private int[] slotTokens;
    private double[] slotWeights;
    private int[] used;
    private int size;
    private double total;

    TokenScores() {
        this(INITIAL_SLOTS);
    }

    private TokenScores(int slots) {
        slotTokens = new int[slots];
        slotWeights = new double[slots];
        used = new int[slots];
        Arrays.fill(slotTokens, FREE);
    }

    /** Adds weight that belongs to none of the tokens. */
    void addOther(double weight) {
        total += weight;
    }

    void add(int token, double weight) {
        if (size * 2 >= slotTokens.length) {
            grow();
        }
        slotWeights[slot(token)] += weight;
        total += weight;
    }

    /** Gives a token a probability of less than 1, in place of the weight that was added; all others share the rest. */
    void setProbability(int token, double probability) {
        add(token, 0);
        int slot = slot(token);
        double others = total - slotWeights[slot];
        slotWeights[slot] = others * probability / (1 - probability);
        total = others + slotWeights[slot];
    }

    /** Returns the number of different tokens. */
    int size() {
        return size;
    }

    int token(int index) {
        return slotTokens[used[index]];
    }

    /** Returns the share of a token in all weight. */
    double probability(int index) {
        return slotWeights[used[index]] / total;
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            slotTokens[used[i]] = FREE;
            slotWeights[used[i]] = 0;
        }
        size = 0;
        total = 0;
    }

    private int slot(int token) {
        int mask = slotTokens.length - 1;
        int slot = ((token * 0x9E3779B9) >>> 7) & mask;
        while (slotTokens[slot] != FREE && slotTokens[slot] != token) {
            slot = (slot + 1) & mask;
        }
        if (slotTokens[slot] == FREE) {
            slotTokens[slot] = token;
            used[size++] = slot;
        }
        return slot;
    }

    private void grow() {
        TokenScores larger = new TokenScores(slotTokens.length * 2);
        for (int i = 0; i < size; i++) {
            larger.slotWeights[larger.slot(token(i))] = slotWeights[used[i]];
        }
        slotTokens = larger.slotTokens;
        slotWeights = larger.slotWeights;
        used = larger.used;
    }
}
