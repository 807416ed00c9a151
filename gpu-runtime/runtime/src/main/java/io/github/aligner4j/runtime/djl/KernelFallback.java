// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.util.Locale;

/**
 * Matrices for which libtorch's fastest kernel was found to give wrong products on this processor when a checkpoint was
 * loaded, so that another kernel is used. Results are correct but may take longer.
 *
 * @param rows number of rows (outputs) of each of these matrices
 * @param columns number of columns (inputs) of each of these matrices
 * @param dtype type in which the product was to run, such as {@code float32} or {@code int8}
 * @param used {@code padded} (the same product with rows of zeros behind, as fast) or {@code plain} (slower)
 * @param difference largest error of the fast product, relative to the largest output; NaN or infinite if one of the
 *     outputs was
 */
public record KernelFallback(long rows, long columns, String dtype, String used, double difference) {

    /** Returns shape, type, replacement and reason in a few words. */
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
