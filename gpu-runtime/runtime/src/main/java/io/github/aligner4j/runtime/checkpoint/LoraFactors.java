// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

/**
 * The low-rank factors of an adapter for one matrix W, which becomes W + scale * up * down.
 *
 * @param down lora_A, shape [rank, in]
 * @param up lora_B, shape [out, rank]
 * @param scale alpha / rank, or alpha / sqrt(rank) where the adapter is rank-stabilized
 */
public record LoraFactors(StoredTensor down, StoredTensor up, double scale) {

    /** Returns the inner size of the product. */
    public int rank() {
        return Math.toIntExact(down.shape().get(0));
    }
}
