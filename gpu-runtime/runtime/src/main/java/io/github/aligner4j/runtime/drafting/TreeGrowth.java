// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Grows a draft tree by its likeliest token for as long as that pays off: a token that takes no time always does, any other
 * must be likely enough for its time. Used by one thread at a time.
 */
final class TreeGrowth {

    /** Tokens less likely than this are not considered. */
    private static final double MIN_PROBABILITY = 0.004;

    /** Accepted tokens in the time of a pass over one token, between the speeds that rewritten and copied texts reach. */
    private static final double TYPICAL_SPEED = 3;

    private final DraftSources sources;
    private final PassCost cost;
    private final TokenScores scores = new TokenScores();

    TreeGrowth(DraftSources sources, PassCost cost) {
        this.sources = sources;
        this.cost = cost;
    }

    /**
     * Returns a draft behind {@code root}.
     *
     * @param maxNodes maximum number of nodes
     * @param sequences number of sequences in the pass
     */
    DraftTree grow(CopyContext root, int maxNodes, int sequences) {
        double typicalSpeed = 1 + (TYPICAL_SPEED - 1) / sequences;
        PriorityQueue<Leaf> leaves = new PriorityQueue<>(Comparator.comparingDouble(leaf -> -leaf.probability));
        IntList tokens = new IntList();
        IntList parents = new IntList();
        double expectedTokens = 1;
        addLeaves(1, DraftTree.ROOT, root, leaves);
        while (tokens.size() < maxNodes && !leaves.isEmpty()) {
            Leaf leaf = leaves.remove();
            if (leaf.probability < minProbability(typicalSpeed * expectedTokens, tokens.size() + 1, sequences)) {
                break;
            }
            expectedTokens += leaf.probability;
            tokens.add(leaf.token);
            parents.add(leaf.parent);
            addLeaves(leaf.probability, tokens.size() - 1, leaf.before.after(leaf.token, sources), leaves);
        }
        return tokens.size() == 0 ? DraftTree.NONE : new DraftTree(tokens.toArray(), parents.toArray());
    }

    /**
     * Returns the probability from which one more token pays off: its time multiplied by the geometric mean of the speed of
     * this pass and the typical speed. With the speed of the pass alone, growth would stop too late in a poor pass and too
     * early in a good one. If many sequences share the pass, the typical speed is that of plain decoding: one token in a
     * sequence's share of a pass.
     *
     * @param speeds product of the typical speed and the tokens expected of this pass
     */
    private double minProbability(double speeds, int tokens, int sequences) {
        double time = cost.time(tokens, sequences);
        return Math.sqrt(speeds / time) * (cost.time(tokens + 1, sequences) - time);
    }

    private void addLeaves(double probability, int node, CopyContext context, PriorityQueue<Leaf> leaves) {
        scores.clear();
        context.score(sources, scores);
        for (int i = 0; i < scores.size(); i++) {
            double product = probability * scores.probability(i);
            if (product > MIN_PROBABILITY) {
                leaves.add(new Leaf(product, scores.token(i), node, context));
            }
        }
    }

    private record Leaf(double probability, int token, int parent, CopyContext before) {}
}
