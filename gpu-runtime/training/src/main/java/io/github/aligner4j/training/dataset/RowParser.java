// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

/**
 * Converts JSON rows to values.
 *
 * @param <R> the type of the value
 */
@FunctionalInterface
public interface RowParser<R> {

    /**
     * Returns the value of {@code row}.
     *
     * @throws BadRowException if the row lacks something; the message does not repeat its texts
     */
    R parse(JsonRow row) throws BadRowException;
}
