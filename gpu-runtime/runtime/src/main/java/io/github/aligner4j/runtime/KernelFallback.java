package io.github.aligner4j.runtime;

import java.util.Locale;

/**
 * Matrices for which libtorch's fastest product was found to be wrong on this processor while a checkpoint was loaded, and
 * which are therefore computed in another way. Results are right; only speed may suffer.
 *
 * @param rows rows of each of these matrices: outputs
 * @param columns columns of each of these matrices: inputs
 * @param dtype the type that they were to run in, such as {@code float32} or {@code int8}
 * @param used {@code padded} (the same product with rows of zeros behind, as fast) or {@code plain} (slower)
 * @param difference how far results were off, relative to the largest of their output; NaN or infinite if results were
 */
public record KernelFallback(long rows, long columns, String dtype, String used, double difference) {

    /** Returns shape, format, what is used instead, and why, in a few words. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%d x %d %s: %s (the fast product was off by %.2g)",
                rows,
                columns,
                dtype,
                used,
                difference);
    }
}
