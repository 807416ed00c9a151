// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

/**
 * Percentiles of a duration, in milliseconds; each is at most 0.1 % from the exact one.
 *
 * @param count the number of measurements; the others are 0 if there is none
 * @param p50 the median
 * @param p90 the 90th percentile
 * @param p99 the 99th percentile
 * @param max the longest
 */
public record Latency(long count, double p50, double p90, double p99, double max) {}
