// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.Collection;
import java.util.List;

/** Reads the aspects of a {@link CorrectionRequest} from its attribute. */
final class Aspects {

    private Aspects() {}

    /** Returns the aspects in {@code value}, a string or a collection of strings. */
    static List<String> of(Object value) {
        if (value instanceof String aspect) {
            return List.of(checked(aspect));
        }
        if (value instanceof Collection<?> aspects) {
            return aspects.stream().map(Aspects::checked).toList();
        }
        throw wrong(value);
    }

    private static String checked(Object aspect) {
        if (!(aspect instanceof String text)) {
            throw wrong(aspect);
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("an aspect to improve must be a name or a sentence, but one is blank");
        }
        return text;
    }

    private static IllegalArgumentException wrong(Object value) {
        return new IllegalArgumentException("the attribute '" + CorrectionRequest.ASPECTS
                + "' must be a string or a collection of strings, but has a "
                + value.getClass().getName());
    }
}
