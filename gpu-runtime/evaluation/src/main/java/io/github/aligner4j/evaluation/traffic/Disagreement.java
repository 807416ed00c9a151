// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import java.util.Comparator;

/**
 * Answers that two layers of a stack changed, of which the later one may have changed the earlier one's words.
 *
 * @param pair the two layers
 * @param both the number of answers that both changed and whose texts were recorded
 * @param changed the number of them in which the later layer changed something that the earlier one had written or deleted
 * @param undone the number of these in which it restored the words from before the earlier layer
 */
public record Disagreement(Pair pair, long both, long changed, long undone) {

    /**
     * Two layers of a stack.
     *
     * @param chain the stack's name
     * @param earlier the name of the earlier layer
     * @param later the name of the later layer
     */
    public record Pair(String chain, String earlier, String later) implements Comparable<Pair> {

        private static final Comparator<Pair> ORDER =
                Comparator.comparing(Pair::chain).thenComparing(Pair::earlier).thenComparing(Pair::later);

        @Override
        public int compareTo(Pair other) {
            return ORDER.compare(this, other);
        }
    }
}
