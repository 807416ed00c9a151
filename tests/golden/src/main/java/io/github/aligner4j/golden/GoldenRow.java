// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.golden;

import java.util.List;

/**
 * A prompt and what transformers answers, in float32.
 *
 * @param inputIds the prompt's tokens, with those that the tokenizer puts before every sequence
 * @param greedyIds the 64 tokens that follow, each the most likely one; tokens that end a sequence count as others
 * @param lastLogits logits after the prompt, one for each token of the vocabulary
 */
public record GoldenRow(String prompt, List<Integer> inputIds, List<Integer> greedyIds, List<Float> lastLogits) {

    /** Copies the lists. */
    public GoldenRow {
        inputIds = List.copyOf(inputIds);
        greedyIds = List.copyOf(greedyIds);
        lastLogits = List.copyOf(lastLogits);
    }
}
