// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.CorrectionRequest;
import java.util.Optional;

/** Checks a correction before it is returned. */
@FunctionalInterface
public interface CorrectionGuard {

    /**
     * Returns the objection to {@code corrected} as a correction of {@code request.answer()}; empty if there is none. It ends up
     * in messages and traces, so it must not quote the texts.
     */
    Optional<String> objection(CorrectionRequest request, String corrected);
}
