package io.github.aligner4j.runtime.drafting;

/**
 * How long a forward pass takes by its number of rows: {@code 1 + max(0, rows - freeRows) * perRow}, in units of a pass with
 * one row. A straight line with a flat head fits what was measured well enough to choose the size of a draft.
 *
 * @param freeRows rows that cost as much as one, at least 1
 * @param perRow what each further row costs, 0 or more
 */
public record PassCost(int freeRows, double perRow) {

    /** Two cores of a current CPU with bfloat16 weights, 134M to 1.1B parameters. */
    public static final PassCost CPU = new PassCost(4, 0.04);

    /**
     * A current GPU, by arithmetic and not by measurement: 2 operations per parameter and row at 400 TFLOP/s against reading
     * the parameters at 4 TB/s and launching some dozen kernels a layer.
     */
    public static final PassCost GPU = new PassCost(4, 0.005);

    /** Checks the figures. */
    public PassCost {
        if (freeRows < 1) {
            throw new IllegalArgumentException("free rows must be at least 1, but were " + freeRows);
        }
        if (!(perRow >= 0) || Double.isInfinite(perRow)) {
            throw new IllegalArgumentException(
                    "the cost per row must be a finite number of 0 or more, but was " + perRow);
        }
    }

    /**
     * What the rows of one sequence cost, if {@code sequences} share each pass: its part of the fixed cost is smaller, so
     * further rows cost more in comparison. The unit is now such a part.
     *
     * @param sequences how many share a pass, at least 1
     */
    public PassCost shared(int sequences) {
        return new PassCost(Math.max(1, freeRows / sequences), perRow * sequences / time(sequences));
    }

    /** Time of a pass with that many rows, in passes of one row. */
    public double time(int rows) {
        return 1 + Math.max(0, rows - freeRows) * perRow;
    }
}
