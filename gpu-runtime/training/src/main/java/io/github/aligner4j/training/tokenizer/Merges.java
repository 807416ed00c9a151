// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns the merges of a byte-pair encoding (Sennrich et al., arXiv:1508.07909): the most frequent pair of adjacent symbols becomes
 * a new symbol, repeatedly. Counts are updated only in words that contain the merged pair; a priority queue holds the candidates,
 * and stale ones are dropped when they reach its head. Ties are broken in favour of older symbols, so the result does not depend
 * on the order of texts.
 */
final class Merges {

    /** Two adjacent symbols. */
    record Pair(int left, int right) {}

    private record Candidate(Pair pair, long count) {}

    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingLong(Candidate::count)
            .reversed()
            .thenComparingInt(candidate -> candidate.pair().left())
            .thenComparingInt(candidate -> candidate.pair().right());

    private final List<int[]> words = new ArrayList<>();
    private final List<Long> wordCounts = new ArrayList<>();
    private final Map<Pair, Long> counts = new HashMap<>();
    private final Map<Pair, Set<Integer>> wordsByPair = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(BEST_FIRST);

    private Merges() {}

    /**
     * Returns at most {@code maxMerges} merges. The i-th one creates the symbol {@link ByteSymbols#COUNT} + i.
     *
     * @param words the frequency of each word
     * @param minCount the frequency from which a pair is merged
     */
    static List<Pair> learn(Map<String, Long> words, int maxMerges, long minCount) {
        Merges merges = new Merges();
        words.forEach(merges::add);
        merges.counts.forEach((pair, count) -> merges.queue.add(new Candidate(pair, count)));
        List<Pair> learnt = new ArrayList<>();
        while (learnt.size() < maxMerges && !merges.queue.isEmpty()) {
            Candidate best = merges.queue.remove();
            if (best.count() != merges.counts.getOrDefault(best.pair(), 0L)) {
                continue;
            }
            if (best.count() < minCount) {
                break;
            }
            merges.merge(best.pair(), ByteSymbols.COUNT + learnt.size());
            learnt.add(best.pair());
        }
        return learnt;
    }

    private void add(String word, long count) {
        words.add(ByteSymbols.bytes(word));
        wordCounts.add(count);
        count(words.size() - 1, count, new HashSet<>());
    }

    /** Adds {@code times} to the counts of all pairs of a word. */
    private void count(int word, long times, Set<Pair> changed) {
        int[] symbols = words.get(word);
        for (int i = 0; i + 1 < symbols.length; i++) {
            Pair pair = new Pair(symbols[i], symbols[i + 1]);
            counts.merge(pair, times, Long::sum);
            wordsByPair.computeIfAbsent(pair, any -> new HashSet<>()).add(word);
            changed.add(pair);
        }
    }

    private void merge(Pair pair, int symbol) {
        Set<Pair> changed = new HashSet<>();
        for (int word : wordsByPair.getOrDefault(pair, Set.of()).stream().toList()) {
            count(word, -wordCounts.get(word), changed);
            words.set(word, merged(words.get(word), pair, symbol));
            count(word, wordCounts.get(word), changed);
        }
        wordsByPair.remove(pair);
        for (Pair each : changed) {
            long count = counts.getOrDefault(each, 0L);
            if (count > 0) {
                queue.add(new Candidate(each, count));
            } else {
                counts.remove(each);
                wordsByPair.remove(each);
            }
        }
    }

    private static int[] merged(int[] symbols, Pair pair, int symbol) {
        int[] result = new int[symbols.length];
        int length = 0;
        for (int i = 0; i < symbols.length; i++) {
            boolean here = i + 1 < symbols.length && symbols[i] == pair.left() && symbols[i + 1] == pair.right();
            result[length++] = here ? symbol : symbols[i];
            i += here ? 1 : 0;
        }
        return Arrays.copyOf(result, length);
    }
}
