// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

/**
 * The rows of a comparison, which a page shows on demand.
 *
 * @param note an explanation, such as how many of all rows these are
 * @param json the rows as JSON without the character {@code <}
 */
public record ReportRows(String note, String json) {

    /** Checks that the JSON can't end the element that it is in. */
    public ReportRows {
        if (json.indexOf('<') >= 0) {
            throw new IllegalArgumentException("the JSON of rows must have \\u003c in place of each '<'");
        }
    }
}
