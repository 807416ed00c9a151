// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.CorrectionRequest;
import java.util.Objects;
import java.util.Optional;

/**
 * A row on which systems are compared.
 *
 * @param id identifies the row in all files of a comparison; not blank
 * @param category the group that it is also counted in; empty without one
 * @param request the question, the upstream model's answer, and the conversation and passages before it
 * @param reference the answer as people corrected it, if somebody did
 * @param expectations texts that a correction must not gain, and must not lose
 */
public record ComparisonRow(
        String id, String category, CorrectionRequest request, Optional<String> reference, Expectations expectations) {

    /** Creates a row without expectations. */
    public ComparisonRow(String id, String category, CorrectionRequest request, Optional<String> reference) {
        this(id, category, request, reference, Expectations.NONE);
    }

    /** Checks that nothing is missing. */
    public ComparisonRow {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a row's id must not be blank");
        }
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(expectations, "expectations");
    }
}
