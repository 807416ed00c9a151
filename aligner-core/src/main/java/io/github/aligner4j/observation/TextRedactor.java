// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Incubating;

/**
 * Removes from a text what must not be recorded, such as names and numbers of customers. Called once for each text of a line, on the
 * thread that corrects, so it should be quick. Safe for use by several threads. If it throws an exception, the line is not recorded.
 */
@Incubating
@FunctionalInterface
public interface TextRedactor {

    /** A redactor that removes nothing. */
    TextRedactor NONE = text -> text;

    /** Returns what may be recorded of {@code text}: of a question, an answer, a correction, a message or a passage. */
    String redact(String text);

    /** Returns a redactor that redacts by this one, and then by {@code next}. */
    default TextRedactor andThen(TextRedactor next) {
        return text -> next.redact(redact(text));
    }
}
