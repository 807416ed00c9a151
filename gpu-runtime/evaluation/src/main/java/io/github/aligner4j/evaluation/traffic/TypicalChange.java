// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.evaluation.page.Segment;
import java.util.List;

/**
 * A change that stands for others like it.
 *
 * @param source the place of the answer: file and line
 * @param origin the change's chain, cohort and layers, for people
 * @param question the question, shortened
 * @param editRatio the share of the characters of the longer text that belong to edits
 * @param difference the two texts, shortened where they are equal
 */
public record TypicalChange(String source, String origin, String question, double editRatio, List<Segment> difference) {

    /** Copies the list. */
    public TypicalChange {
        difference = List.copyOf(difference);
    }
}
