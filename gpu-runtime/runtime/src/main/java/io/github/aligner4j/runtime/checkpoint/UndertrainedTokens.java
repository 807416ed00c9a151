// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.util.BitSet;
import java.util.List;

/**
 * Finds undertrained tokens, which hardly occurred in a model's training data: in both embedding tables, their rows lie
 * close to those of tokens that occur in no text. The logits of such tokens are noise.
 *
 * @see <a href="https://arxiv.org/abs/2405.05417">Fishing for Magikarp: Automatically Detecting Under-trained Tokens</a>
 */
public final class UndertrainedTokens {

    /** Maximum distance of an output row from the mean row of unusable tokens, relative to the length of the latter. */
    private static final double OUTPUT_DISTANCE = 0.3;

    /** Maximum difference in length of an input row from those of unusable tokens, relative to their mean length. */
    private static final double INPUT_LENGTH = 0.05;

    /** Maximum size of a table to search; larger models have been trained on every byte. */
    private static final long MAX_TABLE_BYTES = 64L << 20;

    private UndertrainedTokens() {}

    /**
     * Searches the tables of {@code checkpoint}.
     *
     * @param unusable tokens that no well-formed text has
     * @return ids of the tokens; none if no token is unusable, their rows do not lie together (as before training), or the
     *     model is large
     */
    public static BitSet find(CheckpointDirectory checkpoint, BitSet unusable) {
        List<Weight> shared = new WeightLayout(checkpoint.config()).shared();
        long bytes = checkpoint.stored(shared.get(0).parts().get(0).tensor()).bytes();
        if (unusable.isEmpty() || bytes > MAX_TABLE_BYTES) {
            return new BitSet();
        }
        WeightRows output = rows(checkpoint, shared, WeightRole.VOCABULARY);
        WeightRows input = rows(checkpoint, shared, WeightRole.EMBEDDING);
        float[] written = output.mean(unusable);
        double radius = OUTPUT_DISTANCE * length(written);
        double read = input.mean(unusable, UndertrainedTokens::length);
        BitSet near = output.where(output.all(), row -> distance(row, written) <= radius);
        BitSet found = input.where(near, row -> Math.abs(length(row) - read) <= INPUT_LENGTH * read);
        BitSet apart = (BitSet) unusable.clone();
        apart.andNot(found);
        return apart.isEmpty() ? found : new BitSet();
    }

    private static WeightRows rows(CheckpointDirectory checkpoint, List<Weight> shared, WeightRole role) {
        Weight weight =
                shared.stream().filter(each -> each.role() == role).findFirst().orElseThrow();
        return new WeightRows(checkpoint.stored(weight.parts().get(0).tensor()));
    }

    private static double length(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static double distance(float[] row, float[] other) {
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            double difference = (double) row[i] - other[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
