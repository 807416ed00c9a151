// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Series.Point;

/**
 * The scores of an answer before and after its correction, on two scales.
 *
 * @param before the scores of the original
 * @param after the scores of the corrected answer
 */
public record Shift(Point before, Point after) {}
