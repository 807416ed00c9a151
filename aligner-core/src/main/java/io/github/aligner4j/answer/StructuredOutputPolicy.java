// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.answer.AnswerPolicy.Form;

/**
 * The treatment of answers in a format that the program requested, for example by a response format or by a return type.
 * Neither the words of a message nor the look of an answer make it structured.
 */
public enum StructuredOutputPolicy {

    /** The answers pass uncorrected. The default. */
    SKIP,
    /**
     * Each string value of JSON that contains white space is corrected on its own, and so is prose around the JSON. Names,
     * numbers, single words (identifiers, enum constants, URLs) and the layout stay. The same holds for JSON that the
     * program is not known to have requested.
     */
    VALUES;

    /** Returns the form in which an answer is corrected, given whether the program requested a format. */
    public Form form(boolean requested) {
        return switch (this) {
            case SKIP -> requested ? Form.UNTOUCHED : Form.TEXT;
            case VALUES -> requested ? Form.VALUES : Form.TEXT_OR_VALUES;
        };
    }
}
