package io.github.aligner4j.evaluation.style;

import java.util.List;

/**
 * What became of a row's text.
 *
 * @param row the text as it was, to judge by
 * @param output what it became
 * @param references what the output is compared with, at least one
 */
public record StyleOutput(StyleRow row, String output, List<String> references) {

    /** Copies the references. */
    public StyleOutput {
        references = List.copyOf(references);
    }

    /** Creates an output that is compared with all references of its row. */
    public StyleOutput(StyleRow row, String output) {
        this(row, output, row.references());
    }
}
