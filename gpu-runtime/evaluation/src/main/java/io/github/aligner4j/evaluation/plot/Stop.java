// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.statistics.Interval;

/**
 * The mean scores of a set of answers on two scales, such as those of a checkpoint.
 *
 * @param name the name of the set
 * @param x the mean score on the first scale
 * @param y the mean score on the second scale
 */
public record Stop(String name, Interval x, Interval y) {}
