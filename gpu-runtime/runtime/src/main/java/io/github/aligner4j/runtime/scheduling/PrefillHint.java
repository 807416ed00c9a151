// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.runtime.model.ModelVariant;

/**
 * An expected prompt, or the beginning of one.
 *
 * @param tokens tokens of the prompt
 * @param variant variant of the model that will read it
 * @param cancellation withdraws the hint
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity only
record PrefillHint(int[] tokens, ModelVariant variant, Cancellation cancellation) {

    /** Returns whether a sequence of {@code other} continues this prompt, apart from its last few tokens. */
    boolean isContinuedBy(int[] other, ModelVariant otherVariant) {
        int shared = variant.sharedTokens(otherVariant);
        return Math.min(shared, Prefix.commonLength(tokens, other)) >= tokens.length - Prefix.MAX_DROPPED_TOKENS;
    }
}
