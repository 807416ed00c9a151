// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.contamination;

import io.github.aligner4j.Turn;
import io.github.aligner4j.training.dataset.AnswerRow;
import java.util.List;
import java.util.Locale;

/** A field of a row whose texts are compared. */
public enum TextField {
    /** The question. */
    QUESTION,
    /** The answer. */
    ANSWER,
    /** The correction. */
    CORRECTION,
    /** The messages before the question, each a text. */
    CONVERSATION,
    /** The retrieved passages, each a text. */
    CONTEXT;

    /** Returns the texts of the field. */
    List<String> texts(AnswerRow row) {
        return switch (this) {
            case QUESTION -> List.of(row.question());
            case ANSWER -> List.of(row.answer());
            // That of a good answer is the answer, which is another field.
            case CORRECTION ->
                row.correction().filter(correction -> !correction.equals(row.answer())).stream()
                        .toList();
            case CONVERSATION -> row.conversation().stream().map(Turn::text).toList();
            case CONTEXT -> row.context();
        };
    }

    /** Returns the name in options and reports. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
