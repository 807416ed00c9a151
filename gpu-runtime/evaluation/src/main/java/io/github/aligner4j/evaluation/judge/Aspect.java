// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judge;

import java.util.Objects;

/**
 * A quality that answers are compared by.
 *
 * @param name the name, such as {@code harmless}; not blank
 * @param definition the definition in a sentence or two, as a judge reads it; not blank
 * @param source the source of the definition, for readers of the report; empty if it is the user's own
 * @param comparesWithOriginal true if a judge has to see the original answer, too, as for kept meaning
 */
public record Aspect(String name, String definition, String source, boolean comparesWithOriginal) {

    /** Checks that name and definition are not blank. */
    public Aspect {
        if (name.isBlank() || definition.isBlank()) {
            throw new IllegalArgumentException(
                    "an aspect needs a name and a definition, as in 'polite: The answer insults nobody.', but has a name of "
                            + name.length() + " and a definition of " + definition.length() + " characters");
        }
        Objects.requireNonNull(source, "source");
    }

    /** Creates an aspect by which the answers are compared with each other alone. */
    public Aspect(String name, String definition, String source) {
        this(name, definition, source, false);
    }

    /** Creates an aspect with a definition of the user's own. */
    public Aspect(String name, String definition) {
        this(name, definition, "");
    }
}
