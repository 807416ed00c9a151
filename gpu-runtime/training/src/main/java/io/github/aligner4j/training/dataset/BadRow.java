// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

/**
 * A row that can't be used.
 *
 * @param line the line on which it begins, counted from 1
 * @param problem the problem; never repeats the row's texts
 */
public record BadRow(long line, String problem) {}
