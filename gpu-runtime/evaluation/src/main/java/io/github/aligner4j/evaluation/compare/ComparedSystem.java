// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import java.util.Optional;

/**
 * A system of a comparison: whatever turns a row into an answer.
 *
 * @param name identifies it in the comparison; not blank
 * @param description its parts, for readers of the report
 * @param price the price of its tokens, if they cost money
 */
public record ComparedSystem(String name, String description, Optional<Price> price) {

    /** The name of the system that returns each answer as it is. */
    public static final String ORIGINAL = "original";

    /** The name of the system that returns people's corrections. */
    public static final String REFERENCE = "reference";

    /** Checks the name. */
    public ComparedSystem {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a system's name must not be blank");
        }
    }
}
