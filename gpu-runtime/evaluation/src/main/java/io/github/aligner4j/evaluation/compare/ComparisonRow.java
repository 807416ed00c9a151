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
 */
public record ComparisonRow(String id, String category, CorrectionRequest request, Optional<String> reference) {

    /** Checks that nothing is missing. */
    public ComparisonRow {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a row's id must not be blank");
        }
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(reference, "reference");
    }
}
