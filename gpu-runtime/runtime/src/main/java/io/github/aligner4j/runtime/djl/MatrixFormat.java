package io.github.aligner4j.runtime.djl;

/** How a linear layer's matrix lies in memory. */
enum MatrixFormat {
    /** As the checkpoint has it. */
    PLAIN,
    /** Laid out anew for oneDNN. */
    PREPACKED,
    /**
     * Eight-bit integers, each row with a factor of its own: w = factor * q, the factor being the largest |w| of the row over
     * 127. Activations keep their type. A matrix whose columns are no multiple of 16 has its integers in their type, too.
     */
    INT8
}
