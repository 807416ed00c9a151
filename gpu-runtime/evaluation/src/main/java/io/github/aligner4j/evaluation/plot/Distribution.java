package io.github.aligner4j.evaluation.plot;

/**
 * Values of a system's answers.
 *
 * @param name the system's name
 * @param note a note on the numbers, such as their count
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
