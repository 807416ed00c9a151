// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.FinishReason;
import java.util.Optional;
import java.util.Set;

/**
 * Criteria for the end of a sequence, apart from its text.
 *
 * @param endOfSequence ids that end it
 * @param maxNewTokens maximum number of tokens to generate, at least 1
 */
record StoppingCriteria(Set<Integer> endOfSequence, int maxNewTokens) {

    StoppingCriteria {
        endOfSequence = Set.copyOf(endOfSequence);
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException(
                    "a sequence needs room for at least 1 new token, but has " + maxNewTokens);
        }
    }

    /** Returns whether {@code token} ends the sequence; such a token is not part of its text. */
    boolean ends(int token) {
        return endOfSequence.contains(token);
    }

    /** Returns why the sequence ends with {@code token}, the {@code count}-th one generated; empty if it goes on. */
    Optional<FinishReason> reason(int token, int count) {
        if (ends(token)) {
            return Optional.of(FinishReason.STOP);
        }
        return count >= maxNewTokens ? Optional.of(FinishReason.LENGTH) : Optional.empty();
    }
}
