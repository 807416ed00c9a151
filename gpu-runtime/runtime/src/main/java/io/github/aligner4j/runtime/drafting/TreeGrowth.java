package io.github.aligner4j.runtime.drafting;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Grows a draft by its likeliest token as long as that pays: a row that costs nothing always does, any other must bring
 * tokens fast enough.
 */
final class TreeGrowth {

    /** Tokens less likely than this are not worth a look. */
    private static final double LEAST = 0.004;

    /** Tokens in the time of a pass with one row for a sequence alone, between what rewritten and what copied texts allow. */
    private static final double USUAL_SPEED = 3;

    private final DraftSources texts;
    private final PassCost cost;
    private final TokenScores votes = new TokenScores();

    TreeGrowth(DraftSources texts, PassCost cost) {
        this.texts = texts;
        this.cost = cost;
    }

    /**
     * Grows a draft.
     *
     * @param sequences how many share the pass
     */
    DraftTree grow(Context root, int mostNodes, int sequences) {
        PassCost shared = cost.shared(sequences);
        double usualSpeed = 1 + (USUAL_SPEED - 1) / sequences;
        PriorityQueue<Leaf> leaves = new PriorityQueue<>(Comparator.comparingDouble(leaf -> -leaf.probability));
        IntList tokens = new IntList();
        IntList parents = new IntList();
        double expected = 1;
        sprout(new Leaf(1, TokenIndex.NO_TOKEN, DraftTree.ROOT, root), DraftTree.ROOT, root, leaves);
        while (tokens.size() < mostNodes && !leaves.isEmpty()) {
            Leaf leaf = leaves.remove();
            if (leaf.probability < least(shared, usualSpeed * expected, tokens.size() + 1)) {
                break;
            }
            expected += leaf.probability;
            tokens.add(leaf.token);
            parents.add(leaf.parent);
            sprout(leaf, tokens.size() - 1, leaf.before.after(leaf.token, texts), leaves);
        }
        return tokens.size() == 0 ? DraftTree.NONE : new DraftTree(tokens.toArray(), parents.toArray());
    }

    /**
     * The probability from which on a further row brings its tokens fast enough: faster than this pass by itself (which alone
     * would stop short on a poor pass and go on too long on a good one) and the usual speed, taken together by their geometric
     * mean. In a crowd the usual speed is that of plain decoding, one token for each one's part of a pass.
     */
    private static double least(PassCost cost, double speeds, int rows) {
        double time = cost.time(rows);
        return Math.sqrt(speeds / time) * (cost.time(rows + 1) - time);
    }

    private void sprout(Leaf leaf, int node, Context context, PriorityQueue<Leaf> leaves) {
        votes.clear();
        context.vote(texts, votes);
        for (int i = 0; i < votes.size(); i++) {
            double probability = leaf.probability * votes.share(i);
            if (probability > LEAST) {
                leaves.add(new Leaf(probability, votes.token(i), node, context));
            }
        }
    }

    private record Leaf(double probability, int token, int parent, Context before) {}
}
