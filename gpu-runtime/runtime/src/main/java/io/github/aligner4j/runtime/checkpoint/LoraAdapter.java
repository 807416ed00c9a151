// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A low-rank adapter as PEFT saves it: {@code adapter_config.json} and {@code adapter_model.safetensors}. Of the tensors
 * only headers are read.
 *
 * <p>The files must not be changed in place until the adapter is loaded, as they are mapped into memory.
 *
 * @param folder its folder
 * @param factors low-rank factors by the name of the matrix in the base checkpoint
 * @param invocation token ids from which on the factors act, in an activated LoRA; empty if they always do
 * @see <a href="https://arxiv.org/abs/2106.09685">LoRA: Low-Rank Adaptation of Large Language Models</a>
 * @see <a href="https://arxiv.org/abs/2504.12397">Activated LoRA</a>
 */
public record LoraAdapter(Path folder, Map<String, LoraFactors> factors, List<Integer> invocation) {

    /** Copies the collections. */
    public LoraAdapter {
        factors = Map.copyOf(factors);
        invocation = List.copyOf(invocation);
    }

    /**
     * Reads the adapter in {@code folder}, which must fit {@code base}.
     *
     * @throws CheckpointException if a file is missing or damaged, the adapter was made for another base, or it is of a kind
     *     that can't be run
     */
    public static LoraAdapter open(Path folder, ModelConfig base) {
        return new LoraReader(folder, base).read();
    }

    /**
     * Reads an adapter as {@link #open} does, to merge it into the base.
     *
     * @throws CheckpointException as {@link #open} does, or if the adapter is activated by tokens, as merged factors always act
     */
    static LoraAdapter openToMerge(Path folder, ModelConfig base) {
        LoraAdapter adapter = open(folder, base);
        if (!adapter.invocation().isEmpty()) {
            throw new CheckpointException(
                    folder,
                    "an activated LoRA (alora_invocation_tokens) can't be merged into its base, as it acts on some tokens only;"
                            + " load it as an adapter that requests name");
        }
        return adapter;
    }

    /** Returns the factors for the matrix {@code tensor} of the base; empty if it has none. */
    public Optional<LoraFactors> of(String tensor) {
        return Optional.ofNullable(factors.get(tensor));
    }
}
