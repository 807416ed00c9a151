// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.evaluation.statistics.Interval;

/**
 * The harm that a system did to clean answers: the share of them with one kind of it.
 *
 * @param system the name of the system
 * @param harm the kind of harm
 * @param category the category of the rows; empty for all rows
 * @param count the number of clean answers with this harm
 * @param share that number divided by the number of clean answers that can have it, which is the interval's {@code n}
 */
public record OverCorrectionSummary(String system, Harm harm, String category, long count, Interval share) {

    /** A kind of harm to an answer that needed no correction. */
    public enum Harm {
        /** The answer was changed, by so much as a character. */
        CHANGED("changed"),
        /** A number, name, link, mail address, piece of code, quotation or JSON is missing. */
        FACT_LOST("fact lost"),
        /** One appeared that was not there. */
        FACT_ADDED("fact added"),
        /** Headings, lists, tables, code fences or the structure of JSON changed. */
        STRUCTURE_CHANGED("structure changed"),
        /** The answer is in another language. */
        LANGUAGE_CHANGED("language changed"),
        /** The answer became a refusal. */
        REFUSAL_CREATED("refusal created"),
        /** A judge says that the answer means something else. */
        MEANING_LOST("meaning lost");

        private final String label;

        Harm(String label) {
            this.label = label;
        }

        /** Returns the name for people. */
        public String label() {
            return label;
        }
    }
}
