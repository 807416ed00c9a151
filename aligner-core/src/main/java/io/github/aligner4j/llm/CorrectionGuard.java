package io.github.aligner4j.llm;

import io.github.aligner4j.CorrectionRequest;
import java.util.Optional;

/** Checks a finished correction before anybody reads it. */
@FunctionalInterface
public interface CorrectionGuard {

    /**
     * Returns what is wrong with {@code corrected} as a correction of {@code request.answer()}, or empty if nothing is. The
     * words end up in messages and traces, so they must not quote the texts.
     */
    Optional<String> objection(CorrectionRequest request, String corrected);
}
