// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import java.util.List;

/**
 * An example of a difference.
 *
 * @param heading the heading
 * @param question the question
 * @param difference the two texts
 */
public record ReportExample(String heading, String question, List<Segment> difference) {

    /** Copies the list. */
    public ReportExample {
        difference = List.copyOf(difference);
    }
}
