// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.List;

/**
 * The output of a system for a row.
 *
 * @param row the row
 * @param output the corrected text
 * @param references the references that the output is compared with, at least one
 */
public record StyleOutput(StyleRow row, String output, List<String> references) {

    /** Copies the references. */
    public StyleOutput {
        references = List.copyOf(references);
    }

    /** Creates an output to compare with all references of its row. */
    public StyleOutput(StyleRow row, String output) {
        this(row, output, row.references());
    }
}
