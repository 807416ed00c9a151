package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.runtime.model.ModelVariant;

/**
 * A prompt that is expected to come, or to begin one that does.
 *
 * @param tokens its tokens
 * @param variant with what they are read
 * @param cancellation takes the hint back
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity only
record PrefillHint(int[] tokens, ModelVariant variant, Cancellation cancellation) {

    /** Returns whether a sequence of {@code other} continues this one, but for its last few tokens. */
    boolean isContinuedBy(int[] other, ModelVariant otherVariant) {
        int shared = variant.sharedTokens(otherVariant);
        return Math.min(shared, Prefix.common(tokens, other)) >= tokens.length - Prefix.TAIL;
    }
}
