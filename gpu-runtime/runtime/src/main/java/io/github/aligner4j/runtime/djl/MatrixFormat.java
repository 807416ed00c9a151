// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

/** Memory format of the matrices of linear layers. */
enum MatrixFormat {
    /** The format of the checkpoint. */
    PLAIN,
    /** Reordered for oneDNN. */
    PREPACKED,
    /**
     * Eight-bit integers with a scale for each row: w = scale * q, where the scale is the largest |w| of the row over 127.
     * Activations keep their type. A matrix whose number of columns is not a multiple of 16 keeps its integers in that type.
     */
    INT8
}
