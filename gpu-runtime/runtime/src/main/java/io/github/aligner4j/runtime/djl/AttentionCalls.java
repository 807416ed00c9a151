// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * The calls of attention in each layer of a pass: one for all sequences with few tokens, however many they are, if their keys
 * and values are in one slab. Sequences that differ in length by more than a factor of four get different calls, so that
 * most of what a call reads is not padding.
 */
final class AttentionCalls {

    /** Maximum number of tokens of a sequence that shares a call; each has a bit in a mask, and one is left. */
    static final int MAX_TOKENS = 63;

    /** Number of keys up to which sequences are not told apart by length. */
    private static final int FEW_KEYS = 512;

    private final List<long[]> calls = new ArrayList<>();
    private final LongList tokens = new LongList();

    private AttentionCalls() {}

    /** Returns a call for each span. */
    static AttentionCalls single(List<Span> spans) {
        AttentionCalls calls = new AttentionCalls();
        for (int i = 0; i < spans.size(); i++) {
            calls.add(spans, List.of(i));
        }
        return calls;
    }

    /** Returns calls that spans share. */
    static AttentionCalls together(List<Span> spans) {
        AttentionCalls calls = new AttentionCalls();
        groups(spans).forEach(group -> calls.add(spans, group));
        return calls;
    }

    private static Collection<List<Integer>> groups(List<Span> spans) {
        TreeMap<Integer, List<Integer>> groups = new TreeMap<>();
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            int key = span.size() > MAX_TOKENS ? -1 - i : lengthClass(span.keys());
            groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(i);
        }
        return groups.values();
    }

    private static int lengthClass(int keys) {
        int length = 0;
        for (int most = FEW_KEYS; keys > most && most > 0; most *= 4) {
            length++;
        }
        return length;
    }

    private void add(List<Span> spans, List<Integer> group) {
        if (group.size() == 1) {
            int index = group.get(0);
            calls.add(new long[] {index});
            addTokens(spans.get(index), spans.get(index).size());
        } else {
            addShared(group.stream().map(spans::get).toList());
        }
    }

    private void addShared(List<Span> group) {
        int most = group.stream().mapToInt(Span::size).max().orElseThrow();
        LongList call = new LongList();
        call.add(group.size());
        call.add(most);
        for (Span span : group) {
            call.add(span.first());
            call.add(span.size());
            call.add(span.held());
            call.add(span.cache().offset());
            addTokens(span, most);
        }
        for (Span span : group) {
            long[] bits = span.bits();
            for (int row = 0; row < most; row++) {
                call.add(bits[Math.min(row, bits.length - 1)]);
            }
        }
        calls.add(call.toArray());
    }

    /** Notes which tokens of the pass the next {@code rows} results belong to: the first ones, one each. */
    private void addTokens(Span span, int rows) {
        for (int row = 0; row < rows; row++) {
            tokens.add(row < span.size() ? span.first() + row : -1);
        }
    }

    /** Returns for each call either the index of its only span, or what {@link TogetherTemplate} says. */
    List<long[]> calls() {
        return calls;
    }

    /** Returns for each token of the pass the index of its result; empty if they are in order. */
    long[] order() {
        long[] found = tokens.toArray();
        long[] order =
                new long[(int) Arrays.stream(found).filter(token -> token >= 0).count()];
        boolean inOrder = order.length == found.length;
        for (int i = 0; i < found.length; i++) {
            if (found[i] >= 0) {
                order[(int) found[i]] = i;
                inOrder &= found[i] == i;
            }
        }
        return inOrder ? new long[0] : order;
    }
}
