// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import java.util.Objects;

/**
 * A part of the difference of two texts.
 *
 * @param kind the kind of the part
 * @param text the text; of an omission, empty
 */
public record Segment(Kind kind, String text) {

    /** Checks that nothing is missing. */
    public Segment {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
    }

    /** The kind of a part. */
    public enum Kind {
        /** Text that both have. */
        KEPT,
        /** Text that only the first has. */
        DELETED,
        /** Text that only the second has. */
        INSERTED,
        /** Text that is left out here. */
        OMITTED
    }
}
