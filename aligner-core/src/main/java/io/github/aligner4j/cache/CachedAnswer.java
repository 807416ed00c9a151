// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cache;

import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cached correction.
 *
 * @param answer the corrected answer, or null if nothing was corrected
 * @param contextUse the use that was made of retrieved passages
 */
record CachedAnswer(@Nullable String answer, ContextUse contextUse) {

    /** The memory of a key, an entry without text, and the cache's own bookkeeping. */
    private static final int BYTES_WITHOUT_TEXT = 200;

    static CachedAnswer of(Correction correction) {
        return new CachedAnswer(correction.changed() ? correction.answer() : null, correction.contextUse());
    }

    /** Returns the correction of {@code request}, which cost no tokens. */
    Correction correction(CorrectionRequest request, Duration elapsed) {
        String corrected = answer == null ? request.answer() : answer;
        return Correction.of(request.answer(), corrected, TokenUsage.NONE, elapsed)
                .withContextUse(contextUse);
    }

    /** Returns the memory of this entry in bytes, an upper bound for texts in Latin-1. */
    int bytes() {
        long text = answer == null ? 0 : (long) Character.BYTES * answer.length();
        return (int) Math.min(Integer.MAX_VALUE, BYTES_WITHOUT_TEXT + text);
    }
}
