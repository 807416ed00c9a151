package io.github.aligner4j.evaluation.plot;

/**
 * Values of a system's answers.
 *
 * @param name the system's name
 * @param note what the numbers are, such as how many
 * @param values the values
 */
public record Distribution(String name, String note, double[] values) {

    /** Copies the array. */
    public Distribution {
        values = values.clone();
    }

    /** Returns a copy of the values. */
    @Override
    public double[] values() {
        return values.clone();
    }
}
