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
 * Learns byte-pair merges (Sennrich et al., arXiv:1508.07909): the most frequent pair of neighbours becomes a symbol of its
 * own, again and again. Counts change only where a merged pair stood, and candidates wait in a queue whose stale entries are
 * dropped when they come up. Among equals the pair of the older symbols wins, so the outcome does not depend on the order of
 * texts.
 */
final class Merges {

    /** Two neighbouring symbols. */
    record Pair(int left, int right) {}

    private record Candidate(Pair pair, long count) {}

    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingLong(Candidate::count)
            .reversed()
            .thenComparingInt(candidate -> candidate.pair().left())
            .thenComparingInt(candidate -> candidate.pair().right());

    private final List<int[]> words = new ArrayList<>();
    private final List<Long> wordCounts = new ArrayList<>();
    private final Map<Pair, Long> counts = new HashMap<>();
    private final Map<Pair, Set<Integer>> places = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(BEST_FIRST);

    private Merges() {}

    /**
     * Returns at most {@code most} merges; the i-th makes the symbol {@link ByteSymbols#COUNT} + i.
     *
     * @param words how often each word occurs
     * @param leastCount how often a pair must occur
     */
    static List<Pair> learn(Map<String, Long> words, int most, long leastCount) {
        Merges merges = new Merges();
        words.forEach(merges::add);
        merges.counts.forEach((pair, count) -> merges.queue.add(new Candidate(pair, count)));
        List<Pair> learnt = new ArrayList<>();
        while (learnt.size() < most && !merges.queue.isEmpty()) {
            Candidate best = merges.queue.remove();
            if (best.count() != merges.counts.getOrDefault(best.pair(), 0L)) {
                continue;
            }
            if (best.count() < leastCount) {
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
            places.computeIfAbsent(pair, any -> new HashSet<>()).add(word);
            changed.add(pair);
        }
    }

    private void merge(Pair pair, int symbol) {
        Set<Pair> changed = new HashSet<>();
        for (int word : places.getOrDefault(pair, Set.of()).stream().toList()) {
            count(word, -wordCounts.get(word), changed);
            words.set(word, merged(words.get(word), pair, symbol));
            count(word, wordCounts.get(word), changed);
        }
        places.remove(pair);
        for (Pair each : changed) {
            long count = counts.getOrDefault(each, 0L);
            if (count > 0) {
                queue.add(new Candidate(each, count));
            } else {
                counts.remove(each);
                places.remove(each);
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
