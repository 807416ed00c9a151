// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation;

import io.github.aligner4j.CorrectionRequest;
import java.util.Objects;

/**
 * An answer of which is known whether it needs a correction.
 *
 * @param request the question and the answer
 * @param correction the right correction; equal to the answer if that is good
 * @param kind the kind of row, for numbers by kind; may be empty
 */
public record LabelledRow(CorrectionRequest request, String correction, String kind) {

    /** Checks that nothing is missing. */
    public LabelledRow {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(correction, "correction");
        Objects.requireNonNull(kind, "kind");
    }

    /** Returns whether the answer is good as it is. */
    public boolean good() {
        return correction.equals(request.answer());
    }
}
