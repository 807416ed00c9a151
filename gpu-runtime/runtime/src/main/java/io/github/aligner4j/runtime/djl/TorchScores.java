// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.runtime.model.Scores;
import org.jspecify.annotations.Nullable;

/** The scores of one segment of a pass. */
final class TorchScores implements Scores {

    private final float[] best;
    private final int first;
    private final int rows;
    private final @Nullable PassLogits logits;
    private boolean closed;

    /**
     * Creates the scores of a segment.
     *
     * @param best id and logit of the most likely token, for each scored token of the pass
     * @param first first scored token of the segment
     * @param rows number of scored tokens of the segment
     * @param logits all logits of the pass; null if the segment did not request them
     */
    TorchScores(float[] best, int first, int rows, @Nullable PassLogits logits) {
        this.best = best;
        this.first = first;
        this.rows = rows;
        this.logits = logits;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int greedy(int row) {
        int at = 2 * (first + checked(row));
        if (!Float.isFinite(best[at + 1])) {
            throw new CompletionModelException("the largest logit is " + best[at + 1]
                    + "; the weights are damaged or overflow in this number type, try float32");
        }
        // Whole numbers up to 2^24 are exact in float32; no vocabulary comes near.
        return (int) best[at];
    }

    @Override
    public float[] logits(int row) {
        if (logits == null) {
            throw new UnsupportedOperationException("the segment did not request logits");
        }
        return logits.row(first + checked(row));
    }

    @Override
    public void close() {
        if (logits != null && !closed) {
            closed = true;
            logits.close();
        }
    }

    private int checked(int row) {
        if (row < 0 || row >= rows) {
            throw new IllegalArgumentException("there are no scores of row " + row + ", only of " + rows + " rows");
        }
        return row;
    }
}
