// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.initialization;

/** A row-major matrix whose values are modified in place. */
final class WeightMatrix {

    private final float[] values;
    private final int columns;

    WeightMatrix(float[] values, int columns) {
        this.values = values;
        this.columns = columns;
    }

    void scale(float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    void set(int row, int column, double value) {
        values[row * columns + column] = (float) value;
    }

    /** Sets the block that starts at {@code row} and {@code column}. */
    void setBlock(int row, int column, double[][] block, double factor) {
        for (int i = 0; i < block.length; i++) {
            for (int j = 0; j < block[i].length; j++) {
                set(row + i, column + j, block[i][j] * factor);
            }
        }
    }
}
