// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Grows a draft tree by its likeliest token for as long as that pays off: for as long as the token is expected to save more time
 * than it takes. A token that is accepted saves the time that it would take otherwise, in passes that copy; so its
 * probability must be at least its time in this pass multiplied by the speed of copying. Used by one thread at a time.
 */
final class TreeGrowth {

    /** Tokens less likely than this are not considered. */
    private static final double MIN_PROBABILITY = 0.004;

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
        double speed = copySpeed(root.position().breakRate(), maxNodes, sequences);
        PriorityQueue<Leaf> leaves = new PriorityQueue<>(Comparator.comparingDouble(leaf -> -leaf.probability));
        IntList tokens = new IntList();
        IntList parents = new IntList();
        addLeaves(1, DraftTree.ROOT, root, leaves);
        while (tokens.size() < maxNodes && !leaves.isEmpty()) {
            Leaf leaf = leaves.remove();
            int read = tokens.size() + 1;
            if (leaf.probability < speed * (cost.time(read + 1, sequences) - cost.time(read, sequences))) {
                break;
            }
            tokens.add(leaf.token);
            parents.add(leaf.parent);
            addLeaves(leaf.probability, tokens.size() - 1, leaf.before.after(leaf.token, sources), leaves);
        }
        return tokens.size() == 0 ? DraftTree.NONE : new DraftTree(tokens.toArray(), parents.toArray());
    }

    /**
     * Returns the tokens in the time of a pass over one token that passes over copies of the best length yield.
     *
     * @param breakRate share of copied tokens after which the output leaves the prediction
     */
    private double copySpeed(double breakRate, int maxNodes, int sequences) {
        double fastest = 0;
        double expectedTokens = 1;
        double probability = 1;
        for (int tokens = 1; tokens <= maxNodes + 1; tokens++) {
            double speed = expectedTokens / cost.time(tokens, sequences);
            if (speed < fastest) {
                break;
            }
            fastest = speed;
            probability *= 1 - breakRate;
            expectedTokens += probability;
        }
        return fastest;
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
